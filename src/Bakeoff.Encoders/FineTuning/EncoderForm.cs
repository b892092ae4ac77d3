using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Features;

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

    /// <summary>Frames under the positional convolution; of an even number, its last output is left out.</summary>
    public int PositionKernel => Config.PositionKernel;

    /// <summary>Groups of channels of the positional convolution.</summary>
    public int PositionGroups => Config.PositionGroups;

    /// <summary>Settings of the network.</summary>
    internal WaveformConfig Config { get; }

    /// <summary>Roles and shapes of the tensors, the hub's names; the positional convolution has plain weights.</summary>
    public IEnumerable<(string Role, int[] Shape)> Tensors()
    {
        var (width, inner) = (Width, Config.Transformer.InnerWidth);
        return
        [
            .. HasProjectionNorm ? Norm("feature_projection.layer_norm", Inputs) : [],
            .. Linear("feature_projection.projection", Inputs, width),
            ($"{Position}.weight", [width, width / PositionGroups, PositionKernel]),
            ($"{Position}.bias", [width]),
            .. !IsPreNorm || HasFinalNorm ? Norm("encoder.layer_norm", width) : [],
            .. Enumerable.Range(0, Layers).Select(LayerName).SelectMany(layer => (IEnumerable<(string, int[])>)
            [
                .. new[] { "q_proj", "k_proj", "v_proj", "out_proj" }.SelectMany(part => Linear($"{layer}.attention.{part}", width, width)),
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

    /// <summary>Name that the tensors of the positional convolution begin with.</summary>
    public static string Position => "encoder.pos_conv_embed.conv";

    /// <summary>Reads the form of an encoder in its folder.</summary>
    /// <param name="model">Path or name of the folder.</param>
    /// <param name="layers">Layers to take; null for all.</param>
    /// <exception cref="Storage.EncoderFormatException">The folder cannot be read.</exception>
    /// <exception cref="NotSupportedException">The encoder is of an architecture that cannot be trained, or has fewer layers.</exception>
    internal static EncoderForm Read(string model, int? layers)
    {
        var settings = EncoderSettings.Read(EncoderFolders.Find(model));
        if (settings.Architecture is not (EncoderArchitecture.Wav2Vec2 or EncoderArchitecture.Hubert)
            || settings.Waveform() is { HasPositionBatchNorm: true })
        {
            throw new NotSupportedException($"{model} is {settings.Architecture}, expected wav2vec 2.0 or HuBERT with a normalised position.");
        }

        var all = settings.Shape.LayerCount;
        return layers is null || layers <= all
            ? new EncoderForm(settings.Waveform(), layers ?? all)
            : throw new NotSupportedException(FormattableString.Invariant($"{model} has {all} layers, expected at least {layers}."));
    }

    private static IEnumerable<(string Role, int[] Shape)> Norm(string name, int width) =>
        [($"{name}.weight", [width]), ($"{name}.bias", [width])];

    private static IEnumerable<(string Role, int[] Shape)> Linear(string name, int inputs, int outputs) =>
        [($"{name}.weight", [outputs, inputs]), ($"{name}.bias", [outputs])];
}
