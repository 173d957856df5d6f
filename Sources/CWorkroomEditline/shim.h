// What of libedit Swift cannot call itself: variadic functions and the standard streams.
#pragma once
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned char (*ce_function)(EditLine *, int);
typedef char *(*ce_prompt)(EditLine *);

// The talk goes to standard error where standard output is a file or a pipe.
static inline EditLine *ce_init(const char *name) {
  return el_init(name, stdin, isatty(STDOUT_FILENO) ? stdout : stderr, stderr);
}
static inline int ce_set_prompt(EditLine *editor, ce_prompt prompt) { return el_set(editor, EL_PROMPT, prompt); }
static inline int ce_set_emacs(EditLine *editor) { return el_set(editor, EL_EDITOR, "emacs"); }
static inline int ce_set_signals(EditLine *editor, int on) { return el_set(editor, EL_SIGNAL, on); }
static inline int ce_set_history(EditLine *editor, History *lines) {
  return el_set(editor, EL_HIST, history, lines);
}
static inline int ce_add_function(EditLine *editor, const char *name, const char *about, ce_function function) {
  return el_set(editor, EL_ADDFN, name, about, function);
}
static inline int ce_bind(EditLine *editor, const char *key, const char *function) {
  return el_set(editor, EL_BIND, key, function, NULL);
}
static inline int ce_set_owner(EditLine *editor, void *owner) { return el_set(editor, EL_CLIENTDATA, owner); }
static inline void *ce_owner(EditLine *editor) {
  void *owner = NULL;
  return el_get(editor, EL_CLIENTDATA, &owner) == 0 ? owner : NULL;
}
static inline void ce_write(EditLine *editor, const char *text) {
  FILE *output = NULL;
  if (el_get(editor, EL_GETFP, 1, &output) != 0 || output == NULL) return;
  fputs(text, output);
  fflush(output);
}

static inline int ce_history_size(History *lines, int count) {
  HistEvent event;
  return history(lines, &event, H_SETSIZE, count);
}
static inline int ce_history_unique(History *lines, int on) {
  HistEvent event;
  return history(lines, &event, H_SETUNIQUE, on);
}
static inline int ce_history_enter(History *lines, const char *line) {
  HistEvent event;
  return history(lines, &event, H_ENTER, line);
}

// Characters, not numbers or dates: those stay as our own code writes them.
static inline void ce_use_utf8(void) {
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

// Where calls of the system are not begun again, a read returns when the signal comes.
static inline void ce_catch_interrupt(void (*handler)(int), int begins_again, struct sigaction *previous) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = begins_again ? SA_RESTART : 0;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, previous);
}
static inline void ce_restore_interrupt(const struct sigaction *previous) { sigaction(SIGINT, previous, NULL); }
// Ends the process as the signal does by itself; safe where a signal is handled.
static inline void ce_end_by_interrupt(void) {
  signal(SIGINT, SIG_DFL);
  raise(SIGINT);
}
static inline uintptr_t ce_this_thread(void) { return (uintptr_t)pthread_self(); }
static inline void ce_interrupt_thread(uintptr_t thread) { pthread_kill((pthread_t)thread, SIGINT); }
