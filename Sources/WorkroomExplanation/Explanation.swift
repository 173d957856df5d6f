/// Why something happened to a participation, and why something else did not.
package enum Explanation {}
