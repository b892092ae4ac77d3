using System.Globalization;

namespace Bakeoff.Encoders.Configuration;

/// <summary>Form of an encoder over samples: wav2vec 2.0, HuBERT, WavLM and data2vec-audio.</summary>
internal sealed record WaveformConfig
{
    /// <summary>The family.</summary>
    public required EncoderArchitecture Architecture { get; init; }

    /// <summary>The transformer.</summary>
    public required TransformerShape Transformer { get; init; }

    /// <summary>Convolutions over the samples, first to last.</summary>
    public required IReadOnlyList<ConvolutionShape> Convolutions { get; init; }

    /// <summary>True if the convolutions have biases.</summary>
    public required bool HasConvolutionBias { get; init; }

    /// <summary>
    /// True if every convolution is followed by layer normalisation over channels; false if the first alone is, by group normalisation over
    /// time.
    /// </summary>
    public required bool HasLayerNormFrontEnd { get; init; }

    /// <summary>True if the features are normalised before they are projected.</summary>
    public required bool HasProjectionNorm { get; init; }

    /// <summary>Steps under the positional convolution.</summary>
    public required int PositionKernel { get; init; }

    /// <summary>Groups of channels of the positional convolution.</summary>
    public required int PositionGroups { get; init; }

    /// <summary>Positional convolutions, one after the other; data2vec-audio alone has more than one.</summary>
    public required int PositionDepth { get; init; }

    /// <summary>True if batch normalisation takes the place of weight normalisation in the positional convolution.</summary>
    public required bool HasPositionBatchNorm { get; init; }

    /// <summary>Buckets of relative positions, of WavLM.</summary>
    public required int BucketCount { get; init; }

    /// <summary>Distance from which on all positions share a bucket, of WavLM.</summary>
    public required int LargestDistance { get; init; }

    /// <summary>True if every clip is shifted and scaled to mean 0 and variance 1 first.</summary>
    public required bool IsNormalized { get; init; }

    /// <summary>Values of a frame behind the convolutions.</summary>
    public int FeatureWidth => Convolutions[^1].Channels;

    /// <summary>Samples between frames.</summary>
    public int HopLength => Convolutions.Aggregate(1, static (product, shape) => product * shape.Stride);

    /// <summary>Samples under some frames.</summary>
    public int CountSamples(int frames) =>
        Convolutions.Reverse().Aggregate(frames, static (steps, shape) => checked(((steps - 1) * shape.Stride) + shape.Kernel));

    /// <summary>Reads and checks both files of settings.</summary>
    public static WaveformConfig Read(EncoderArchitecture architecture, JsonSettings config, JsonSettings preprocessor)
    {
        var isData2Vec = architecture == EncoderArchitecture.Data2VecAudio;
        var transformer = TransformerShape.Read(config, isWhisper: false);
        config.Require("feat_extract_activation", "gelu");
        if (config.Text("feat_extract_norm") is { } norm and not ("group" or "layer"))
        {
            throw config.Wrong("feat_extract_norm", norm, "group or layer");
        }

        var groups = config.Count("num_conv_pos_embedding_groups", 16);
        if (transformer.Width % groups != 0)
        {
            throw config.Wrong(
                "num_conv_pos_embedding_groups",
                groups.ToString(CultureInfo.InvariantCulture),
                FormattableString.Invariant($"a divisor of hidden_size {transformer.Width}"));
        }

        RequireNoAdapter(config);
        return new WaveformConfig
        {
            Architecture = architecture,
            Transformer = isData2Vec ? transformer with { IsPreNorm = false } : transformer,
            Convolutions = ReadConvolutions(config),
            HasConvolutionBias = config.Flag("conv_bias", fallback: false),
            HasLayerNormFrontEnd = isData2Vec || config.Text("feat_extract_norm") == "layer",
            HasProjectionNorm = architecture != EncoderArchitecture.Hubert || config.Flag("feat_proj_layer_norm", fallback: true),
            PositionKernel = isData2Vec ? config.Count("conv_pos_kernel_size", 19) : config.Count("num_conv_pos_embeddings", 128),
            PositionGroups = groups,
            PositionDepth = isData2Vec ? config.Count("num_conv_pos_embeddings", 5) : 1,
            HasPositionBatchNorm = architecture == EncoderArchitecture.Hubert && config.Flag("conv_pos_batch_norm", fallback: false),
            BucketCount = config.Count("num_buckets", 320),
            LargestDistance = config.Count("max_bucket_distance", 800),
            IsNormalized = preprocessor.Flag("do_normalize", fallback: true),
        };
    }

    private static void RequireNoAdapter(JsonSettings config)
    {
        if (config.Number("adapter_attn_dim", 0) is not 0 and var width)
        {
            throw config.Wrong(
                "adapter_attn_dim", width.ToString(CultureInfo.InvariantCulture), "null: adapters for one language are not supported");
        }
    }

    private static ConvolutionShape[] ReadConvolutions(JsonSettings config)
    {
        var channels = config.Counts("conv_dim", [512, 512, 512, 512, 512, 512, 512]);
        var kernels = config.Counts("conv_kernel", [10, 3, 3, 3, 3, 2, 2]);
        var strides = config.Counts("conv_stride", [5, 2, 2, 2, 2, 2, 2]);
        if (channels.Length == 0 || kernels.Length != channels.Length || strides.Length != channels.Length)
        {
            throw config.Wrong(
                "conv_dim",
                FormattableString.Invariant($"a list of {channels.Length}"),
                FormattableString.Invariant($"as many as conv_kernel ({kernels.Length}) and conv_stride ({strides.Length})"));
        }

        return [.. channels.Select((_, i) => new ConvolutionShape(i == 0 ? 1 : channels[i - 1], channels[i], kernels[i], strides[i]))];
    }
}
