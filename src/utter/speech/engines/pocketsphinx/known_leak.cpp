// A leak of the PocketSphinx library, for programs that check themselves: linked into those, since
// the check asks the program alone, never its modules.

#if defined(__SANITIZE_ADDRESS__)
#define UTTER_LEAK_CHECK 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UTTER_LEAK_CHECK 1
#endif
#endif
#ifdef UTTER_LEAK_CHECK
// Reading the phone loop's segments loses a list in the library, some 200 bytes an utterance, which
// its interface gives no way to free. Its frames are often all the stack that can be unwound.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the name LSan calls
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libpocketsphinx.so\nleak:libsphinxbase.so\n";
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
#endif
