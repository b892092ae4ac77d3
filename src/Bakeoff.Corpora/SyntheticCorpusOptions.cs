using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>Size and difficulty of a synthesised corpus: the <c>synthetic:</c> section.</summary>
public sealed record SyntheticCorpusOptions
{
    /// <summary>Speakers; odd ones are low, even ones high. Range 1..8. Default 4.</summary>
    [JsonPropertyName("speakers")]
    [Range(1, 8)]
    public int Speakers { get; init; } = 4;

    /// <summary>Words. Range 1..10. Default 10.</summary>
    [JsonPropertyName("words")]
    [Range(1, 10)]
    public int Words { get; init; } = 10;

    /// <summary>Takes of each word, speaker and emotion. Range 1..9. Default 2.</summary>
    [JsonPropertyName("takes")]
    [Range(1, 9)]
    public int Takes { get; init; } = 2;

    /// <summary>
    /// Spread of the takes around their emotion's typical voice: 0 makes all takes typical, 1 the usual overlap, 2 twice as much. Range
    /// 0..4. Default 1.
    /// </summary>
    [JsonPropertyName("variability")]
    [Range(0.0, 4.0)]
    public double Variability { get; init; } = 1;

    /// <summary>Sample rate in hertz. Range 8000..48000. Default 16000.</summary>
    [JsonPropertyName("sample_rate_hz")]
    [Range(8000, 48000)]
    public int SampleRateHz { get; init; } = 16000;

    /// <summary>
    /// True for a table <c>ratings.csv</c> beside the recordings, with arousal, valence and dominance of each take from 1 to 7, as they
    /// follow from how it is spoken, with noise. Default false.
    /// </summary>
    [JsonPropertyName("ratings"), ParameterIfGiven]
    public bool Ratings { get; init; }

    /// <summary>
    /// True for a table <c>votes.csv</c> beside the recordings, with the label that each of five raters chose, who hear with noise of their
    /// own, mistake similar emotions, and rate four fifths of the takes. Default false.
    /// </summary>
    [JsonPropertyName("votes"), ParameterIfGiven]
    public bool Votes { get; init; }

    /// <summary>Seed of everything that varies between takes. Default 2010.</summary>
    [JsonPropertyName("seed")]
    public ulong Seed { get; init; } = 2010;
}
