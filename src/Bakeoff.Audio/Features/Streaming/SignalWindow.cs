using Bakeoff.Audio.Resampling;

namespace Bakeoff.Audio.Features.Streaming;

/// <summary>A window that moves over a signal from its start to its end.</summary>
internal sealed class SignalWindow(SampleStream signal)
{
    private float[] _samples = [];
    private long _start;
    private int _count;

    /// <summary>Goes back to the start of the signal.</summary>
    public void Rewind()
    {
        signal.Rewind();
        (_start, _count) = (0, 0);
    }

    /// <summary>Moves the window.</summary>
    /// <param name="start">First sample; not before that of the window before.</param>
    /// <param name="end">Sample behind the last.</param>
    /// <returns>The samples, fewer where the signal ends; valid until the next move.</returns>
    public ReadOnlySpan<float> MoveTo(long start, long end)
    {
        var dropped = (int)Math.Min(start - _start, _count);
        _samples.AsSpan(dropped, _count - dropped).CopyTo(_samples);
        (_start, _count) = (_start + dropped, _count - dropped);
        if (_samples.Length < end - start)
        {
            Array.Resize(ref _samples, (int)(end - start));
        }

        // Where the window jumps, what lies between is read and dropped.
        while (_start < start)
        {
            var skipped = signal.Read(_samples.AsSpan(0, (int)Math.Min(_samples.Length, start - _start)));
            if (skipped == 0)
            {
                return [];
            }

            _start += skipped;
        }

        int read;
        while (_start + _count < end && (read = signal.Read(_samples.AsSpan(_count, (int)(end - _start) - _count))) > 0)
        {
            _count += read;
        }

        return _samples.AsSpan(0, (int)Math.Min(_count, end - start));
    }
}
