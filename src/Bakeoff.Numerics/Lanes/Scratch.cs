namespace Bakeoff.Numerics;

/// <summary>Working memory of the calling thread, aligned to a cache line and kept for the next call.</summary>
internal static unsafe class Scratch
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static byte[]? _memory;

    /// <summary>
    /// At least <paramref name="count"/> numbers, contents undefined. The next call on this thread hands out the same memory again.
    /// </summary>
    public static T* Rent<T>(long count)
        where T : unmanaged
    {
        var bytes = checked((int)(count * sizeof(T) + Alignment));
        if (_memory is null || _memory.Length < bytes)
        {
            // Pinned for good: pointers into it stay valid without a handle for each call.
            _memory = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
        }

        var address = (nuint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _memory[0]);
        return (T*)((address + Alignment - 1) & ~(nuint)(Alignment - 1));
    }
}
