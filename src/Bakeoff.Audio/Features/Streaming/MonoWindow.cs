using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Resampling;

namespace Bakeoff.Audio.Features.Streaming;

/// <summary>A window that moves over the mean of a recording's channels from its start to its end. Belongs to one thread.</summary>
/// <remarks>Memory: the window, and two blocks of the resampler. Another rate gives the bits that resampling all at once gives.</remarks>
public sealed class MonoWindow
{
    private readonly MonoStream _recording;
    private readonly SignalWindow _window;

    /// <summary>Begins at the start of a recording.</summary>
    /// <param name="recording">The recording at its start.</param>
    /// <param name="sampleRateHz">Rate of the window's samples in hertz; null for the recording's own.</param>
    public MonoWindow(AudioReader recording, int? sampleRateHz = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        _recording = new MonoStream(recording);
        var ownHz = recording.Info.SampleRateHz;
        _window = new SignalWindow(
            sampleRateHz is { } toHz && toHz != ownHz ? new ResampledStream(_recording, ownHz, toHz) : _recording);
    }

    /// <summary>Samples of the recording that were read so far, at its own rate: all of them once the window is empty.</summary>
    public long SamplesRead => _recording.Position;

    /// <summary>Moves the window.</summary>
    /// <param name="start">First sample; not before that of the window before.</param>
    /// <param name="length">Samples.</param>
    /// <returns>The samples, fewer where the recording ends; valid until the next move.</returns>
    /// <exception cref="AudioFormatException">The samples are damaged.</exception>
    /// <exception cref="IOException">The recording cannot be read.</exception>
    public ReadOnlySpan<float> MoveTo(long start, int length) => _window.MoveTo(start, start + length);
}
