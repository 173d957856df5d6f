/* Finds the end of a statement: a line break that the grammar waits for, unless the next line begins with a word that
   goes on with the statement. Inside brackets and behind a comma, `and`, `or` and `as` the grammar waits for none, so
   nothing need be remembered. */

#include "tree_sitter/parser.h"

#include <string.h>

enum { END_OF_STATEMENT };

void *tree_sitter_workroom_external_scanner_create(void) { return NULL; }
void tree_sitter_workroom_external_scanner_destroy(void *payload) { (void)payload; }
unsigned tree_sitter_workroom_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}
void tree_sitter_workroom_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

static bool is_space(int32_t character) {
  return character == ' ' || character == '\t' || character == '\r' || character == 0xFEFF;
}

static bool is_letter(int32_t character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || character == '_' || character == '.';
}

/* The next word, as far as it fits; longer ones are none of those that are looked for. */
static void read_word(TSLexer *lexer, char *word, unsigned size) {
  unsigned length = 0;
  while (is_letter(lexer->lookahead)) {
    if (length + 1 < size) word[length] = (char)lexer->lookahead;
    if (length < size) length++;
    lexer->advance(lexer, false);
  }
  word[length < size ? length : 0] = 0;
}

/* White space, line breaks and comments. */
static void skip_gap(TSLexer *lexer) {
  for (;;) {
    while (is_space(lexer->lookahead) || lexer->lookahead == '\n') lexer->advance(lexer, false);
    if (lexer->lookahead != '-') return;
    lexer->advance(lexer, false);
    if (lexer->lookahead != '-') return;
    while (!lexer->eof(lexer) && lexer->lookahead != '\n') lexer->advance(lexer, false);
  }
}

static bool goes_on(TSLexer *lexer) {
  static const char *const joining[] = {"by", "when", "and", "or", "because"};
  char word[16];
  skip_gap(lexer);
  read_word(lexer, word, sizeof word);
  for (unsigned index = 0; index < sizeof joining / sizeof *joining; index++) {
    if (strcmp(word, joining[index]) == 0) return true;
  }
  if (strcmp(word, "if") != 0) return false;
  while (is_space(lexer->lookahead)) lexer->advance(lexer, false);
  read_word(lexer, word, sizeof word);
  return strcmp(word, "none") == 0;
}

bool tree_sitter_workroom_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
  (void)payload;
  if (!valid_symbols[END_OF_STATEMENT]) return false;
  while (is_space(lexer->lookahead)) lexer->advance(lexer, true);
  if (lexer->eof(lexer)) {
    lexer->mark_end(lexer);
  } else {
    if (lexer->lookahead != '\n') return false;
    lexer->advance(lexer, false);
    lexer->mark_end(lexer);
    if (goes_on(lexer)) return false;
  }
  lexer->result_symbol = END_OF_STATEMENT;
  return true;
}
