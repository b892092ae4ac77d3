using System.Runtime.InteropServices;

namespace Bakeoff.Audio.Spectra;

/// <summary>Working memory that begins on a cache line, so that no vector access straddles two of them.</summary>
internal sealed class AlignedBuffer
{
    private const int CacheLineBytes = 64;
    private const int CacheLineFloats = CacheLineBytes / sizeof(float);

    private float[] values = [];
    private int start;
    private int length;

    /// <summary>Creates an empty buffer.</summary>
    public AlignedBuffer()
    {
    }

    /// <summary>Creates a buffer of zeros.</summary>
    public AlignedBuffer(int length) => EnsureLength(length);

    /// <summary>The memory.</summary>
    public Span<float> Span => values.AsSpan(start, length);

    /// <summary>Makes the buffer at least this long; what it held is lost when it grows.</summary>
    public Span<float> EnsureLength(int required)
    {
        if (values.Length < required + CacheLineFloats)
        {
            // Pinned, or a collection could move it off the boundary.
            values = GC.AllocateArray<float>(required + CacheLineFloats, pinned: true);
            var address = (long)Marshal.UnsafeAddrOfPinnedArrayElement(values, 0);
            start = (int)((CacheLineBytes - address % CacheLineBytes) % CacheLineBytes / sizeof(float));
        }

        length = required;
        return Span;
    }
}
