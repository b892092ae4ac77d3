namespace Bakeoff.Corpora;

/// <summary>One recording of a corpus, a file or a stretch of one: a row of <c>index.csv</c>.</summary>
/// <param name="Path">
/// Path to show, with forward slashes: relative to the deepest common folder of the corpus's clips, in a combined corpus below its name.
/// </param>
/// <param name="Label">Emotion, after the description's label map.</param>
/// <param name="Speaker">Speaker, after the description's speaker map; empty where the corpus does not state it.</param>
/// <param name="Text">Text in lower case; empty where the corpus does not state it.</param>
/// <param name="SampleRateHz">Sample rate of the recording in hertz.</param>
/// <param name="ChannelCount">Channels in the recording.</param>
/// <param name="SampleCount">Samples in each channel.</param>
/// <param name="Seconds">Duration: samples over sample rate.</param>
/// <param name="Sha256">SHA-256 of the decoded samples, in lower-case hexadecimal digits.</param>
public sealed record Clip(
    string Path,
    string Label,
    string Speaker,
    string Text,
    int SampleRateHz,
    int ChannelCount,
    long SampleCount,
    double Seconds,
    string Sha256)
{
    /// <summary>
    /// SHA-256 of the decoded samples (float32, little-endian, interleaved), in lower-case hexadecimal digits; the clip's identity, which no
    /// other clip of an index has. Cost: makes the text anew; <see cref="Digest"/> does not.
    /// </summary>
    public string Sha256
    {
        get => Digest.ToString();
        init => Digest = new ClipDigest(value);
    }

    /// <summary><see cref="Sha256"/> without its text.</summary>
    public ClipDigest Digest { get; private init; } = new(Sha256);

    /// <summary>
    /// The order of an index: by label, speaker (without regard to case), text and samples, so that results do not depend on where
    /// recordings lie.
    /// </summary>
    public static IComparer<Clip> ByContent { get; } = Comparer<Clip>.Create(CompareContent);

    /// <summary>Path relative to the folder of recordings, with forward slashes; decides no result. Default: <see cref="Path"/>.</summary>
    public string File { get; init; } = Path;

    /// <summary>The part of the file that the clip is; null where it is the whole.</summary>
    public ClipStretch? Stretch { get; init; }

    /// <summary>Values in the columns that the corpus has beside label, speaker and text. Default: no columns.</summary>
    public ColumnValues Values { get; init; } = ColumnValues.None;

    /// <summary>A property by its name in <c>index.csv</c>: label, speaker, text or a column.</summary>
    /// <param name="name"><c>label</c>, <c>speaker</c>, <c>text</c>, or the name of one of the columns of <see cref="Values"/>.</param>
    /// <returns>The value as text; empty where it is missing.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public string TextOf(string name) =>
        name switch
        {
            "label" => Label,
            "speaker" => Speaker,
            "text" => Text,
            _ => Values.TextOf(name),
        };

    private static int CompareContent(Clip x, Clip y)
    {
        ReadOnlySpan<int> comparisons =
        [
            string.CompareOrdinal(x.Label, y.Label),
            string.Compare(x.Speaker, y.Speaker, StringComparison.OrdinalIgnoreCase),
            string.CompareOrdinal(x.Text, y.Text),
            ClipDigest.Compare(x.Digest, y.Digest),
            x.SampleRateHz.CompareTo(y.SampleRateHz),
            x.ChannelCount.CompareTo(y.ChannelCount),
        ];
        foreach (var comparison in comparisons)
        {
            if (comparison != 0)
            {
                return comparison;
            }
        }

        return 0;
    }
}
