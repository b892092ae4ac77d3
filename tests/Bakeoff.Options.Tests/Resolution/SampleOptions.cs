using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Options.Tests.Resolution;

internal enum SampleKind
{
    Mfcc,

    [AlsoCalled("fbank")]
    LogMel,

    [JsonStringEnumMemberName("is09")]
    Interspeech2009,
}

internal sealed record SampleFeatures : IValidatedOptions
{
    [JsonPropertyName("kind")]
    public SampleKind Kind { get; init; } = SampleKind.Mfcc;

    [JsonPropertyName("n_fft"), Range(2, 65536)]
    public int FftLength { get; init; } = 2048;

    [JsonPropertyName("hop_length"), Range(1, int.MaxValue)]
    public int HopLength { get; init; } = 512;

    [JsonPropertyName("win_length"), Range(1, int.MaxValue)]
    public int? WindowLength { get; init; }

    [JsonPropertyName("n_mfcc"), Range(1, 512)]
    public int MfccCount { get; init; } = 40;

    [JsonPropertyName("top_db"), Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double? TopDecibels { get; init; } = 80;

    [JsonPropertyName("center")]
    public bool IsCentered { get; init; } = true;

    public IEnumerable<OptionProblem> Validate()
    {
        if (WindowLength > FftLength)
        {
            yield return new OptionProblem(
                "win_length",
                FormattableString.Invariant($"is {WindowLength}, expected at most n_fft ({FftLength}). Lower it or raise n_fft."));
        }
    }
}

internal abstract record SampleLayer;

[Kind("masking")]
internal sealed record SampleMasking : SampleLayer;

[Kind("lstm"), AlsoCalled("recurrent")]
internal sealed record SampleLstm : SampleLayer
{
    [JsonPropertyName("units"), Range(1, 65536)]
    public required int Units { get; init; }

    [JsonPropertyName("bidirectional")]
    public bool IsBidirectional { get; init; }
}

[Kind("reshape")]
internal sealed record SampleReshape : SampleLayer
{
    [JsonPropertyName("shape"), MinLength(1), Range(1, int.MaxValue)]
    public required IReadOnlyList<int> Shape { get; init; }
}

internal sealed record SampleStack : IValidatedOptions
{
    [JsonPropertyName("layers")]
    public IReadOnlyList<SampleLayer> Layers { get; init; } = [];

    public IEnumerable<OptionProblem> Validate() =>
        Layers.GroupBy(static layer => layer.GetType()).Where(static same => same.Count() > 1).Select(static same =>
            new OptionProblem("layers", $"has two of {same.Key.Name}, expected one."));
}

[ScalarShorthand("name")]
internal sealed record SampleDataset
{
    [JsonPropertyName("name"), MinLength(1)]
    public required string Name { get; init; }

    [JsonPropertyName("source"), CommandLineOnly]
    public string? Source { get; init; }
}

internal sealed record SampleTraining
{
    [AlsoCalled("lr", "eta")]
    [JsonPropertyName("learning_rate"), Range(0.0, 10.0, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.001;

    [JsonPropertyName("clip_norm")]
    public float? ClipNorm { get; init; }

    [JsonPropertyName("tags")]
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

internal sealed record SampleExperiment
{
    [JsonPropertyName("name"), NotAParameter("Names the results.")]
    public required string Name { get; init; }

    [JsonPropertyName("seed")]
    public ulong Seed { get; init; }

    [JsonPropertyName("dataset")]
    public required SampleDataset Dataset { get; init; }

    [JsonPropertyName("features")]
    public SampleFeatures Features { get; init; } = new();

    [JsonPropertyName("model")]
    public IReadOnlyList<SampleLayer> Model { get; init; } = [];

    [JsonPropertyName("training")]
    public SampleTraining Training { get; init; } = new() { LearningRate = 0.01 };
}
