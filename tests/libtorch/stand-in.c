/* A stand-in for libstdc++.so.6 on systems whose own is older than GCC 13's. It passes everything on to that library, on which it depends, and
   has the one function of GCC 13 that TorchSharp's library asks for: code compiled by GCC 13 leaves it to the C++ library to set up std::cin and
   std::cout; earlier compilers did so in each file, by the constructor of std::ios_base::Init. Bakeoff's tests need no other new function. */
extern void _ZNSt8ios_base4InitC1Ev(void *self);

void _ZSt21ios_base_library_initv(void) {}

__attribute__((constructor)) static void set_up_streams(void)
{
    static char init[16];
    _ZNSt8ios_base4InitC1Ev(init);
}
