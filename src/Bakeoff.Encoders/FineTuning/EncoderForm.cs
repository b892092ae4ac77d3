using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Features;
using Bakeoff.Encoders.Layers;

namespace Bakeoff.Encoders.FineTuning;

/// <summary>Sizes of the part of an encoder that is trained, and its tensors: for engines that compute it.</summary>
public sealed class EncoderForm
{
    private EncoderForm(WaveformConfig config, int layers)
    {
        Config = config with { HasPositionBatchNorm = false };
        Layers = layers;
    }

    /// <summary>Values of a frame that the convolutions make.</summary>
    public int Inputs => Config.FeatureWidth;

    /// <summary>Values of a hidden state.</summary>
    public int Width => Config.Transformer.Width;

    /// <summary>Layers of the transformer that are taken.</summary>
    public int Layers { get; }

    /// <summary>Heads of attention.</summary>
    public int Heads => Config.Transformer.HeadCount;

    /// <summary>Added to the variance in layer normalisation.</summary>
    public double Epsilon => Config.Transformer.Epsilon;

    /// <summary>True to normalise before attention and feed-forward instead of after them.</summary>
    public bool IsPreNorm => Config.Transformer.IsPreNorm;

    /// <summary>True if <c>encoder.layer_norm</c> follows the last layer; else it precedes the first, or is not there.</summary>
    public bool HasFinalNorm => IsPreNorm && Layers == Config.Transformer.LayerCount;

    /// <summary>True if features are normalised before they are projected.</summary>
    public bool HasProjectionNorm => Config.HasProjectionNorm;

    /// <summary>Names that the tensors of the positional convolutions begin with, the first convolution first.</summary>
    public IReadOnlyList<string> PositionNames => Config.Architecture == EncoderArchitecture.Data2VecAudio
        ? [.. Enumerable.Range(0, Config.PositionDepth).Select(static level => FormattableString.Invariant($"{Position}.layers.{level}.conv"))]
        : [$"{Position}.conv"];

    /// <summary>True if normalisation without weights follows each positional convolution, before its activation.</summary>
    public bool HasPositionNorm => Config.Architecture == EncoderArchitecture.Data2VecAudio;

    /// <summary>True if attention has WavLM's bias by relative position with a gate in each layer.</summary>
    public bool HasGate => Config.Architecture == EncoderArchitecture.WavLm;

    /// <summary>Frames under a positional convolution; of an even number, its last output is left out.</summary>
    public int PositionKernel => Config.PositionKernel;

    /// <summary>Groups of channels of a positional convolution.</summary>
    public int PositionGroups => Config.PositionGroups;

    /// <summary>Settings of the network.</summary>
    internal WaveformConfig Config { get; }

    /// <summary>Roles and shapes of the tensors, the hub's names; positional convolutions have plain weights.</summary>
    public IEnumerable<(string Role, int[] Shape)> Tensors()
    {
        var (width, inner) = (Width, Config.Transformer.InnerWidth);
        return
        [
            .. HasProjectionNorm ? Norm("feature_projection.layer_norm", Inputs) : [],
            .. Linear("feature_projection.projection", Inputs, width),
            .. PositionNames.SelectMany(name => (IEnumerable<(string, int[])>)
            [
                ($"{name}.weight", [width, width / PositionGroups, PositionKernel]),
                ($"{name}.bias", [width]),
            ]),
            .. !IsPreNorm || HasFinalNorm ? Norm("encoder.layer_norm", width) : [],
            .. HasGate ? [(RelativePositions.Name, [Config.BucketCount, Heads])] : Array.Empty<(string, int[])>(),
            .. Enumerable.Range(0, Layers).Select(LayerName).SelectMany(layer => (IEnumerable<(string, int[])>)
            [
                .. new[] { "q_proj", "k_proj", "v_proj", "out_proj" }.SelectMany(part => Linear($"{layer}.attention.{part}", width, width)),
                .. HasGate ? Gate($"{layer}.attention") : [],
                .. Norm($"{layer}.layer_norm", width),
                .. Linear($"{layer}.feed_forward.intermediate_dense", width, inner),
                .. Linear($"{layer}.feed_forward.output_dense", inner, width),
                .. Norm($"{layer}.final_layer_norm", width),
            ]),
        ];
    }

    /// <summary>Name that the tensors of a layer begin with.</summary>
    /// <param name="layer">Number of the layer, from 0.</param>
    public static string LayerName(int layer) => FormattableString.Invariant($"encoder.layers.{layer}");

    /// <summary>Name of the biases of attention, [buckets, heads], of an encoder with <see cref="HasGate"/>.</summary>
    public static string PositionBiases => RelativePositions.Name;

    /// <summary>Row of <see cref="PositionBiases"/> for each distance of a key from a query.</summary>
    /// <param name="frames">Frames of a clip.</param>
    /// <returns>[2 frames - 1]; the first is of the key farthest before the query.</returns>
    public int[] PositionBuckets(int frames) =>
    [
        .. Enumerable.Range(1 - frames, (2 * frames) - 1)
            .Select(distance => RelativePositions.BucketOf(distance, Config.BucketCount, Config.LargestDistance)),
    ];

    private static string Position => PositionalConvolution.Place;

    /// <summary>Reads the form of an encoder in its folder.</summary>
    /// <param name="model">Path or name of the folder.</param>
    /// <param name="layers">Layers to take; null for all.</param>
    /// <exception cref="Storage.EncoderFormatException">The folder cannot be read.</exception>
    /// <exception cref="NotSupportedException">The encoder is of an architecture that cannot be trained, or has fewer layers.</exception>
    internal static EncoderForm Read(string model, int? layers)
    {
        var settings = EncoderSettings.Read(EncoderFolders.Find(model));
        if (settings.Architecture == EncoderArchitecture.Whisper || settings.Waveform() is { HasPositionBatchNorm: true })
        {
            throw new NotSupportedException(
                $"{model} is {settings.Architecture}, expected wav2vec 2.0, WavLM, data2vec-audio or HuBERT without batch normalisation.");
        }

        var all = settings.Shape.LayerCount;
        return layers is null || layers <= all
            ? new EncoderForm(settings.Waveform(), layers ?? all)
            : throw new NotSupportedException(FormattableString.Invariant($"{model} has {all} layers, expected at least {layers}."));
    }

    private static IEnumerable<(string Role, int[] Shape)> Norm(string name, int width) =>
        [($"{name}.weight", [width]), ($"{name}.bias", [width])];

    private IEnumerable<(string Role, int[] Shape)> Gate(string attention) =>
    [
        ($"{attention}.{RelativeGate.Constants}", [1, Heads, 1, 1]),
        .. Linear($"{attention}.{RelativeGate.Projection}", Width / Heads, 2 * RelativeGate.UnitsOfGate),
    ];

    private static IEnumerable<(string Role, int[] Shape)> Linear(string name, int inputs, int outputs) =>
        [($"{name}.weight", [outputs, inputs]), ($"{name}.bias", [outputs])];
}
