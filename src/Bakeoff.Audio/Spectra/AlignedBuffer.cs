using System.Runtime.InteropServices;

namespace Bakeoff.Audio.Spectra;

/// <summary>Working memory that begins on a cache line, so that no vector access straddles two of them.</summary>
internal sealed class AlignedBuffer
{
    private const int CacheLineBytes = 64;
    private const int CacheLineFloats = CacheLineBytes / sizeof(float);

    private float[] _values = [];
    private int _start;
    private int _length;

    /// <summary>Creates an empty buffer.</summary>
    public AlignedBuffer()
    {
    }

    /// <summary>Creates a buffer of zeros.</summary>
    public AlignedBuffer(int length) => EnsureLength(length);

    /// <summary>The memory.</summary>
    public Span<float> Span => _values.AsSpan(_start, _length);

    /// <summary>Makes the buffer at least this long; what it held is lost when it grows.</summary>
    public Span<float> EnsureLength(int required)
    {
        if (_values.Length < required + CacheLineFloats)
        {
            // Pinned, or a collection could move it off the boundary.
            _values = GC.AllocateArray<float>(required + CacheLineFloats, pinned: true);
            var address = (long)Marshal.UnsafeAddrOfPinnedArrayElement(_values, 0);
            _start = (int)((CacheLineBytes - address % CacheLineBytes) % CacheLineBytes / sizeof(float));
        }

        _length = required;
        return Span;
    }
}
