/// The one layout of workflow files.
package enum Formatter {}
