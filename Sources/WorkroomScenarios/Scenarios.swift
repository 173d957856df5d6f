/// Tests in the language itself, played on a clock of their own.
package enum Scenarios {}
