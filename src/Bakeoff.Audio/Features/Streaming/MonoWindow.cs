using Bakeoff.Audio.Decoding;

namespace Bakeoff.Audio.Features.Streaming;

/// <summary>A window that moves over the mean of a recording's channels from its start to its end. Belongs to one thread.</summary>
/// <param name="recording">The recording at its start.</param>
public sealed class MonoWindow(AudioReader recording)
{
    private readonly SignalWindow _window = new(new MonoStream(recording));

    /// <summary>Moves the window.</summary>
    /// <param name="start">First sample; not before that of the window before.</param>
    /// <param name="length">Samples.</param>
    /// <returns>The samples, fewer where the recording ends; valid until the next move.</returns>
    /// <exception cref="AudioFormatException">The samples are damaged.</exception>
    /// <exception cref="IOException">The recording cannot be read.</exception>
    public ReadOnlySpan<float> MoveTo(long start, int length) => _window.MoveTo(start, start + length);
}
