using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Spectra;
using Bakeoff.Encoders.Storage;
using Bakeoff.Options;

namespace Bakeoff.Encoders.Features;

/// <summary>
/// Hidden states of a pretrained speech encoder, in its own frames: one a 20 ms at 16 kHz. The same bits on every machine.
/// </summary>
[Kind("encoder")]
public sealed record EncoderKind : FeatureKind
{
    private const string LastLayer = "last";
    private const string AllLayers = "mix";
    private const string ConvolutionsName = "convolutions";

    /// <summary>
    /// Folder of the encoder as the Hugging Face hub lays it out: a path, or a name in artifacts/encoders or in BAKEOFF_ENCODERS; or
    /// OWNER/NAME on the hub, which may be fetched later. No default.
    /// </summary>
    [JsonPropertyName("model")]
    [NotAParameter("the content of the folder decides; its digest is an input")]
    public string Model { get; init; } = "";

    /// <summary>
    /// Number of the hidden state, 0 being the input of the first layer; last; mix for all of them side by side; or convolutions for what the
    /// layer encoder trains on. Default last.
    /// </summary>
    [JsonPropertyName("layer")]
    public string Layer { get; init; } = LastLayer;

    /// <summary>
    /// SHA-256 that settings and weights must have, as 64 hexadecimal digits; null for any. A trained model keeps that of its encoder.
    /// Default null.
    /// </summary>
    [JsonPropertyName("digest")]
    public string? Digest { get; init; }

    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.None;

    /// <inheritdoc/>
    public override bool BringsFrames => true;

    /// <summary>True if the frames are the convolutions' features, which the layer <c>encoder</c> of a network takes.</summary>
    [JsonIgnore]
    public bool IsConvolutions => Layer == ConvolutionsName;

    /// <summary>True if the model is a name on the hub that is not fetched yet, so that nothing is known of the encoder.</summary>
    [JsonIgnore]
    // A trained model needs the encoder at once.
    public bool IsAwaited => Digest is null && EncoderFolders.IsHubName(Model) && EncoderFolders.FindOrNull(Model) is null;

    /// <summary>Hidden states side by side in each frame: all of the encoder for mix, else one.</summary>
    /// <exception cref="EncoderFormatException">The folder cannot be read.</exception>
    public int CountStates() => Layer == AllLayers ? SpeechEncoder.Describe(EncoderFolders.Find(Model)).LayerCount + 1 : 1;

    /// <summary>The options with the digest of every encoder's folder, so that a model knows what it was trained on.</summary>
    /// <param name="features">Valid options.</param>
    public static FeatureOptions Pin(FeatureOptions features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return features.Kind is EncoderKind { Digest: null } kind
            ? features with { Kind = kind with { Digest = SpeechEncoder.DigestOf(EncoderFolders.Find(kind.Model)) } }
            : features;
    }

    /// <inheritdoc/>
    public override FrameGrid? OwnFrames(FeatureOptions options, int sampleRateHz)
    {
        var encoder = SpeechEncoder.Describe(EncoderFolders.Find(Model));
        return new FrameGrid(encoder.LeastSamples, encoder.HopLength, IsCentered: false);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options)
    {
        var encoder = SpeechEncoder.Describe(EncoderFolders.Find(Model));
        return Layer == AllLayers
            ? [.. Enumerable.Range(0, encoder.LayerCount + 1).SelectMany(state => Numbered($"state_{state}", encoder.Width))]
            : IsConvolutions ? Numbered("convolution", encoder.FeatureWidth!.Value)
            : Numbered("encoder", encoder.Width);
    }

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Model.Length == 0)
        {
            return [new OptionProblem("kind", "names no model, expected the folder of an encoder: kind: {encoder: {model: FOLDER}}.")];
        }

        if (IsAwaited)
        {
            return StateOf(int.MaxValue, hasConvolutions: true) is null
                ? [new OptionProblem("kind", $"has layer {Layer}, expected a number, {LastLayer}, {AllLayers} or {ConvolutionsName}.")]
                : [];
        }

        try
        {
            return Problems(options, SpeechEncoder.Describe(EncoderFolders.Find(Model)));
        }
        catch (EncoderFormatException exception)
        {
            return [new OptionProblem("kind", $"names an encoder that cannot be used: {exception.Message}")];
        }
    }

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        var folder = EncoderFolders.Find(Model);
        var state = StateOf(SpeechEncoder.Describe(folder))!.Value;
        return new EncoderMeasure(LoadedEncoders.Get(folder, state, Digest), onlyLast: Layer != AllLayers);
    }

    private List<OptionProblem> Problems(FeatureOptions options, EncoderDescription encoder)
    {
        var problems = new List<OptionProblem>();
        if (options.SampleRateHz != encoder.SampleRateHz)
        {
            var given = options.SampleRateHz is { } rateHz ? rateHz.ToString(CultureInfo.InvariantCulture) : "null";
            problems.Add(new OptionProblem(
                "sample_rate_hz", FormattableString.Invariant($"is {given}, expected {encoder.SampleRateHz}, the rate of {Model}. Set it.")));
        }

        if (StateOf(encoder) is null)
        {
            var others = encoder.FeatureWidth is null ? $"{LastLayer} or {AllLayers}" : $"{LastLayer}, {AllLayers} or {ConvolutionsName}";
            problems.Add(new OptionProblem(
                "kind", FormattableString.Invariant($"has layer {Layer}, expected 0 to {encoder.LayerCount}, {others}.")));
        }

        return problems;
    }

    // The last state that is computed.
    private int? StateOf(EncoderDescription encoder) => StateOf(encoder.LayerCount, encoder.FeatureWidth is not null);

    private int? StateOf(int layers, bool hasConvolutions) =>
        Layer is LastLayer or AllLayers ? layers
        : IsConvolutions ? (hasConvolutions ? SpeechEncoder.Convolutions : null)
        : int.TryParse(Layer, NumberStyles.None, CultureInfo.InvariantCulture, out var state) && state <= layers ? state
        : null;
}
