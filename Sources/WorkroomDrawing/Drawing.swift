/// Pictures of definitions.
package enum Drawing {}
