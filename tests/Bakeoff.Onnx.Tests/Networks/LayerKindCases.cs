using Bakeoff.Neural.Layers;

namespace Bakeoff.Onnx.Tests.Networks;

/// <summary>Networks that together hold every kind of layer in every form.</summary>
internal static class LayerKindCases
{
    private static readonly LayerOptions Last = new GruOptions { Units = 6 };

    public static IReadOnlyDictionary<string, LayerOptions[]> All { get; } =
        new Dictionary<string, LayerOptions[]>(StringComparer.Ordinal)
        {
            ["quickstart"] =
            [
                new MaskingOptions(),
                new LstmOptions { Units = 64 },
                new DropoutOptions(),
                new DenseOptions { Units = 32, Activation = ActivationFunction.Relu },
            ],
            ["lstm"] = [new LstmOptions { Units = 8, RecurrentDropout = 0.2 }],
            ["lstm_stacked_bidirectional"] =
            [
                new LstmOptions
                {
                    Units = 6,
                    Layers = 2,
                    Bidirectional = true,
                },
            ],
            ["lstm_sequences"] = [new LstmOptions { Units = 6, ReturnSequences = true }, new GlobalAveragePoolingOptions()],
            ["lstm_bidirectional_sequences"] =
            [
                new LstmOptions
                {
                    Units = 5,
                    Bidirectional = true,
                    ReturnSequences = true,
                },
                new LstmOptions { Units = 4 },
            ],
            ["gru"] = [new GruOptions { Units = 8 }],
            ["gru_stacked_bidirectional"] =
            [
                new GruOptions
                {
                    Units = 6,
                    Layers = 3,
                    Bidirectional = true,
                    RecurrentDropout = 0.1,
                },
            ],
            ["gru_bidirectional_sequences"] =
            [
                new GruOptions
                {
                    Units = 5,
                    Bidirectional = true,
                    ReturnSequences = true,
                },
                new AttentionPoolingOptions { Units = 7 },
            ],
            ["dense_frames"] = [new DenseOptions { Units = 9, Activation = ActivationFunction.Tanh }, Last],
            ["conv_same"] =
            [
                new Conv1dOptions
                {
                    Filters = 6,
                    KernelSize = 4,
                    Dilation = 3,
                    Activation = ActivationFunction.Gelu,
                },
                Last,
            ],
            ["conv_same_stride"] =
            [
                new Conv1dOptions
                {
                    Filters = 6,
                    KernelSize = 5,
                    Stride = 3,
                },
                Last,
            ],
            ["conv_same_stride_even"] =
            [
                new Conv1dOptions
                {
                    Filters = 6,
                    KernelSize = 2,
                    Stride = 4,
                    Dilation = 2,
                    Activation = ActivationFunction.Silu,
                },
                new GlobalAveragePoolingOptions(),
            ],
            ["conv_valid"] =
            [
                new Conv1dOptions
                {
                    Filters = 6,
                    KernelSize = 5,
                    Padding = ConvolutionPadding.Valid,
                    Activation = ActivationFunction.Relu,
                },
                new AttentionPoolingOptions(),
            ],
            ["conv_valid_stride"] =
            [
                new Conv1dOptions
                {
                    Filters = 6,
                    KernelSize = 4,
                    Stride = 3,
                    Dilation = 2,
                    Padding = ConvolutionPadding.Valid,
                },
                Last,
            ],
            ["conv_twice"] =
            [
                new Conv1dOptions { Filters = 5 },
                new MaxPooling1dOptions(),
                new Conv1dOptions { Filters = 5, Stride = 2 },
                new GlobalAveragePoolingOptions(),
            ],
            ["max_pooling"] = [new MaxPooling1dOptions { PoolSize = 3 }, Last],
            ["max_pooling_overlapping"] = [new MaxPooling1dOptions { PoolSize = 4, Stride = 3 }, Last],
            ["max_pooling_gaps"] = [new MaxPooling1dOptions { PoolSize = 2, Stride = 5 }, Last],
            ["average_pooling"] = [new AveragePooling1dOptions { PoolSize = 4 }, Last],
            ["average_pooling_overlapping"] = [new AveragePooling1dOptions { PoolSize = 5, Stride = 2 }, new GlobalAveragePoolingOptions()],
            ["global_average"] = [new GlobalAveragePoolingOptions(), new DenseOptions { Units = 8, Activation = ActivationFunction.Elu }],
            ["attention"] = [new AttentionPoolingOptions { Units = 12 }],
            ["attention_mean_std"] = [new AttentionPoolingOptions { Units = 12, Summary = PoolingSummary.MeanStd }],
            ["self_attention"] = [new SelfAttentionOptions { Heads = 4, Dropout = 0.1 }, Last],
            ["transformer"] =
            [
                new MaskingOptions(),
                new DenseOptions { Units = 21 },
                new PositionsOptions(),
                new TransformerOptions { Layers = 2, Units = 16, Heads = 3 },
                new AttentionPoolingOptions { Units = 8, Summary = PoolingSummary.MeanStd },
            ],
            ["transformer_gelu"] =
            [
                new TransformerOptions
                {
                    Layers = 1,
                    Heads = 5,
                    Activation = ActivationFunction.Gelu,
                },
                new GlobalAveragePoolingOptions(),
            ],
            ["batch_normalization_frames"] =
            [
                new DenseOptions { Units = 7 },
                new BatchNormalizationOptions(),
                new ActivationOptions(),
                Last,
            ],
            ["batch_normalization_clips"] = [Last, new BatchNormalizationOptions { Epsilon = 1e-3 }],
            ["layer_normalization_frames"] = [new LayerNormalizationOptions(), Last],
            ["layer_normalization_clips"] = [Last, new LayerNormalizationOptions { Epsilon = 1e-3 }],
            ["layer_mix_frames"] = [new LayerMixOptions { States = 4 }, Last],
            ["layer_mix_clips"] = [Last, new LayerMixOptions { States = 3 }],
            ["activation_leaky_relu"] = [Last, new ActivationOptions { Function = ActivationFunction.LeakyRelu }],
            ["activation_sigmoid"] = [Last, new ActivationOptions { Function = ActivationFunction.Sigmoid }],
            ["activation_linear"] = [Last, new ActivationOptions { Function = ActivationFunction.Linear }],
            ["reshape_clip_to_steps"] =
            [
                new GlobalAveragePoolingOptions(),
                new ReshapeOptions { Shape = [20, 1] },
                new LstmOptions { Units = 6 },
            ],
            ["reshape_clip_to_wide_steps"] =
            [
                new GlobalAveragePoolingOptions(),
                new ReshapeOptions { Shape = [4, 5] },
                new ReshapeOptions { Shape = [20] },
            ],
        };

    /// <summary>Networks for clips that all have one frame, as <c>summary: mean</c> gives them.</summary>
    public static IReadOnlyDictionary<string, LayerOptions[]> OfMeans { get; } =
        new Dictionary<string, LayerOptions[]>(StringComparer.Ordinal)
        {
            ["reshape_frames_to_steps"] = [new ReshapeOptions { Shape = [20, 1] }, new LstmOptions { Units = 6 }],
            ["reshape_frames_to_clip"] =
            [
                new MaskingOptions { MaskValue = -1 },
                new ReshapeOptions { Shape = [20] },
                new DenseOptions { Units = 8, Activation = ActivationFunction.Relu },
            ],
            ["no_layers_but_reshape"] = [new ReshapeOptions { Shape = [20] }],
        };
}
