using Bakeoff.Audio.Features.Streaming;

namespace Bakeoff.Corpora.Indexing;

/// <summary>A network that hears whether somebody speaks.</summary>
public interface ISpeechDetector
{
    /// <summary>Sample rate that it hears at, in hertz.</summary>
    int SampleRateHz { get; }

    /// <summary>Samples of a window.</summary>
    int WindowLength { get; }

    /// <summary>Probability of speech in each window of a recording, from 0 to 1; several recordings may be heard at once.</summary>
    /// <param name="sound">The recording at its start, at <see cref="SampleRateHz"/>; read to its end.</param>
    /// <param name="recording">Name of the recording, for messages.</param>
    /// <returns>One value a window; the last window may lie partly beyond the end.</returns>
    /// <exception cref="Bakeoff.Audio.Decoding.AudioFormatException">The recording is damaged.</exception>
    /// <exception cref="Bakeoff.Options.BakeoffException">The network fails, or gives what is no probability.</exception>
    IReadOnlyList<float> Probabilities(MonoWindow sound, string recording);
}
