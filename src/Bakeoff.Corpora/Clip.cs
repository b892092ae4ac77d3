namespace Bakeoff.Corpora;

/// <summary>One recording of a corpus: a row of <c>index.csv</c>.</summary>
/// <param name="Path">Path relative to the folder of recordings, with forward slashes; the clip's identity.</param>
/// <param name="Label">Emotion, after the description's label map.</param>
/// <param name="Speaker">Speaker, after the description's speaker map; empty where the corpus does not state it.</param>
/// <param name="Text">Text in lower case; empty where the corpus does not state it.</param>
/// <param name="SampleRateHz">Sample rate of the recording in hertz.</param>
/// <param name="ChannelCount">Channels in the recording.</param>
/// <param name="SampleCount">Samples in each channel.</param>
/// <param name="Seconds">Duration: samples over sample rate.</param>
/// <param name="Sha256">SHA-256 of the decoded samples (float32, little-endian, interleaved), in lower-case hexadecimal digits.</param>
public sealed record Clip(
    string Path,
    string Label,
    string Speaker,
    string Text,
    int SampleRateHz,
    int ChannelCount,
    long SampleCount,
    double Seconds,
    string Sha256);
