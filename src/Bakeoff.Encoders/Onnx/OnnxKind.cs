using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Spectra;
using Bakeoff.Encoders.Features;
using Bakeoff.Encoders.Storage;
using Bakeoff.Neural.Engines;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Encoders.Onnx;

/// <summary>
/// Output of any network from sound to features in an ONNX file, run by the engine onnxruntime: frames, or one row a clip. Equal bits on
/// other machines are that engine's promise.
/// </summary>
[Kind("onnx")]
public sealed record OnnxKind : FeatureKind
{
    /// <summary>The ONNX file: a path, or a name in artifacts/encoders or in BAKEOFF_ENCODERS. No default.</summary>
    [JsonPropertyName("model")]
    [NotAParameter("the content of the file decides; its digest is an input")]
    public string Model { get; init; } = "";

    /// <summary>Input that takes the samples, float32 [clips, samples], [clips, 1, samples] or [samples]; null for the only one. Default
    /// null.</summary>
    [JsonPropertyName("input")]
    public string? Input { get; init; }

    /// <summary>
    /// Output to take, float32: [clips, frames, values], or [clips, values] for one row a clip; where one length is open, it is time. Null
    /// for the only one. Default null.
    /// </summary>
    [JsonPropertyName("output")]
    public string? Output { get; init; }

    /// <summary>
    /// Input that takes int64 ones, as many as samples: the attention_mask of many exports. Default null: the network has none.
    /// </summary>
    [JsonPropertyName("mask")]
    public string? Mask { get; init; }

    /// <summary>Rate in hertz of the samples that the network takes, in place of features.sample_rate_hz. No default.</summary>
    [JsonPropertyName("sample_rate_hz")]
    public int? SampleRateHz { get; init; }

    /// <summary>SHA-256 that the file must have, as 64 hexadecimal digits; null for any. A trained model keeps that of its file. Default
    /// null.</summary>
    [JsonPropertyName("digest")]
    public string? Digest { get; init; }

    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.None;

    /// <inheritdoc/>
    public override bool BringsFrames => true;

    /// <inheritdoc/>
    // False for a file that cannot be used: the check says why.
    public override bool GivesOneRow => Problem() is null && OnnxNetworks.Get(this).GivesOneRow;

    /// <inheritdoc/>
    public override int? OwnRateHz => SampleRateHz;

    /// <summary>The options with the digest of the ONNX file, so that a model knows what it was trained on.</summary>
    /// <param name="features">Valid options.</param>
    public static FeatureOptions Pin(FeatureOptions features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return features.Kind is OnnxKind { Digest: null } kind
            ? features with { Kind = kind with { Digest = ContentDigest.OfFile(EncoderFolders.FindFile(kind.Model)) } }
            : features;
    }

    /// <inheritdoc/>
    // Their number is the network's; their length is nowhere stated.
    public override FrameGrid? OwnFrames(FeatureOptions options, int sampleRateHz) => new(FrameLength: 1, HopLength: 1, IsCentered: false);

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => Numbered("onnx", OnnxNetworks.Get(this).Width);

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Model.Length == 0 || SampleRateHz is not (>= 1000 and <= 768_000))
        {
            var rate = SampleRateHz?.ToString(CultureInfo.InvariantCulture) ?? "null";
            var missing = Model.Length == 0 ? "names no model" : $"has sample_rate_hz {rate}";
            yield return new OptionProblem(
                "kind", $"{missing}, expected the file and its rate: kind: {{onnx: {{model: FILE.onnx, sample_rate_hz: 16000}}}}.");
            yield break;
        }

        if (options.SampleRateHz != new FeatureOptions().SampleRateHz && options.SampleRateHz != SampleRateHz)
        {
            yield return new OptionProblem("sample_rate_hz", "is given beside onnx, which has its own, expected kind alone. Remove it.");
        }

        if (options.Summary is FeatureSummary.Functionals or FeatureSummary.Dynamics)
        {
            yield return new OptionProblem(
                "summary",
                $"is {options.Summary}, which needs times that an ONNX file does not state, expected none, mean or mean_std. Change it.");
        }

        if (Problem() is { } problem)
        {
            yield return new OptionProblem("kind", $"names a network that cannot be used: {problem}");
        }
        else if (OnnxNetworks.Get(this).GivesOneRow && (options.DeltaOrder > 0 || options.IsClipNormalized))
        {
            yield return options.DeltaOrder > 0
                ? new OptionProblem("delta", $"is given, but {Model} gives one row a clip, expected a network of frames. Remove it.")
                : new OptionProblem("kind", "gives one row a clip, which cannot be normalised by the clip itself. Set normalization.");
        }
    }

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis) => new OnnxMeasure(OnnxNetworks.Get(this));

    private string? Problem()
    {
        try
        {
            _ = OnnxNetworks.Get(this);
            return null;
        }
        catch (Exception exception) when (exception is EncoderFormatException or EngineException)
        {
            return exception.Message;
        }
    }
}
