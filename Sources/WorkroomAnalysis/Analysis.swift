/// What a definition is about to do wrong although every line of it can be read: its flow.
package enum Analysis {}
