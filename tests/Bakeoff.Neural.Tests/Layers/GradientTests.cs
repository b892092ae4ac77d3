using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests.Layers;

/// <summary>Every layer's gradients against central differences of the loss, on clips of different lengths.</summary>
public sealed class GradientTests
{
    // A difference over 2 x 0.01 of a loss that is known to about 1e-7 is good to about 1e-5, and the curvature adds about as much again;
    // the gradients' largest values here are about 0.05.
    private const float Width = 0.01f;
    private const double Tolerance = 0.01;

    private static readonly Dictionary<string, LayerOptions[]> s_networks = new(StringComparer.Ordinal)
    {
        ["lstm"] = [new LstmOptions { Units = 5 }],
        ["lstm_sequences"] = [new LstmOptions { Units = 5, ReturnSequences = true }, new GlobalAveragePoolingOptions()],
        ["lstm_bidirectional_stacked"] =
        [
            new LstmOptions
            {
                Units = 3,
                Layers = 2,
                Bidirectional = true,
            },
        ],
        ["lstm_recurrent_dropout"] = [new LstmOptions { Units = 5, RecurrentDropout = 0.4 }],
        ["lstm_single_input"] = [new DenseOptions { Units = 1 }, new LstmOptions { Units = 5 }],
        ["gru"] = [new GruOptions { Units = 5 }],
        ["gru_bidirectional_sequences"] =
        [
            new GruOptions
            {
                Units = 3,
                Bidirectional = true,
                ReturnSequences = true,
            },
            new GlobalAveragePoolingOptions(),
        ],
        ["gru_recurrent_dropout"] = [new GruOptions { Units = 5, RecurrentDropout = 0.4 }],
        ["dense"] = [new DenseOptions { Units = 5, Activation = ActivationFunction.Gelu }, new GlobalAveragePoolingOptions()],
        ["dropout"] = [new DropoutOptions { Rate = 0.4 }, new GlobalAveragePoolingOptions()],
        ["conv1d_same"] =
        [
            new Conv1dOptions
            {
                Filters = 4,
                KernelSize = 3,
                Stride = 2,
                Activation = ActivationFunction.Silu,
            },
            new GlobalAveragePoolingOptions(),
        ],
        ["conv1d_valid"] =
        [
            new Conv1dOptions
            {
                Filters = 4,
                KernelSize = 2,
                Padding = ConvolutionPadding.Valid,
            },
            new GlobalAveragePoolingOptions(),
        ],
        ["max_pooling1d"] = [new DenseOptions { Units = 4 }, new MaxPooling1dOptions(), new GlobalAveragePoolingOptions()],
        ["average_pooling1d"] = [new AveragePooling1dOptions { PoolSize = 3, Stride = 2 }, new GlobalAveragePoolingOptions()],
        ["attention_pooling"] = [new AttentionPoolingOptions { Units = 4 }],
        ["attention_pooling_mean_std"] = [new AttentionPoolingOptions { Units = 4, Summary = PoolingSummary.MeanStd }],
        ["self_attention"] = [new SelfAttentionOptions { Heads = 2 }, new GlobalAveragePoolingOptions()],
        ["self_attention_dropout"] = [new SelfAttentionOptions { Heads = 3, Dropout = 0.4 }, new AttentionPoolingOptions { Units = 4 }],
        ["transformer"] =
        [
            new PositionsOptions(),
            new TransformerOptions
            {
                Layers = 2,
                Units = 5,
                Heads = 3,
                Dropout = 0.2,
                Activation = ActivationFunction.Gelu,
            },
            new AttentionPoolingOptions { Units = 4 },
        ],
        ["batch_normalization"] =
        [
            new BatchNormalizationOptions(),
            new DenseOptions { Units = 4, Activation = ActivationFunction.Tanh },
            new GlobalAveragePoolingOptions(),
        ],
        ["layer_normalization"] =
        [
            new LayerNormalizationOptions(),
            new DenseOptions { Units = 4, Activation = ActivationFunction.Sigmoid },
            new GlobalAveragePoolingOptions(),
        ],
        ["layer_mix"] =
        [
            new DenseOptions { Units = 20, Activation = ActivationFunction.Tanh },
            new LayerMixOptions { States = 2 },
            new LayerMixOptions { States = 5 },
            new DenseOptions { Units = 4, Activation = ActivationFunction.Sigmoid },
            new GlobalAveragePoolingOptions(),
        ],
        ["activation"] = [new ActivationOptions { Function = ActivationFunction.Elu }, new GlobalAveragePoolingOptions()],
        ["reshape"] = [new GlobalAveragePoolingOptions(), new ReshapeOptions { Shape = [3, 2] }, new LstmOptions { Units = 4 }],
    };

    public static TheoryData<string> Networks => [.. s_networks.Keys];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Backward_EveryWeightAndInput_MatchesCentralDifferences(string name)
    {
        var clips = SyntheticClips.Make(5, features: 6, shortest: 2, longest: 6);
        var network = Network.Create(s_networks[name], 6, 3, 1);
        network.Standardizer = Neural.Data.Standardizer.Fit(clips);
        var loss = new CrossEntropyLoss([0.5, 2, 1], labelSmoothing: 0.1);
        var step = new TrainingStep(network, clips, training: true, loss);
        step.ForwardAndBackward();
        var gradients = network.Store.Gradients.ToArray();
        var inputGradients = step.Input.Gradients.ToArray();

        foreach (var tensor in network.Tensors.Where(tensor => tensor.IsTrainable))
        {
            Compare(
                tensor.Name,
                network.Store.Values.AsMemory(tensor.Offset, tensor.Length),
                gradients.AsSpan(tensor.Offset, tensor.Length),
                step);
        }

        Compare("input", step.Input.ValueArray.AsMemory(0, step.Input.Length), inputGradients, step);
    }

    private static void Compare(string tensor, Memory<float> values, ReadOnlySpan<float> gradients, TrainingStep step)
    {
        double largest = 1e-3;
        foreach (var gradient in gradients)
        {
            largest = Math.Max(largest, Math.Abs(gradient));
        }

        for (var i = 0; i < gradients.Length; i++)
        {
            ref var value = ref values.Span[i];
            var before = value;
            value = before + Width;
            var above = (Value: value, Loss: step.Forward());
            value = before - Width;
            var below = (Value: value, Loss: step.Forward());
            value = before;
            var slope = (above.Loss - below.Loss) / (above.Value - below.Value);
            Math.Abs(slope - gradients[i]).ShouldBeLessThan(Tolerance * largest, $"{tensor}[{i}]: {gradients[i]}, by differences {slope}");
        }
    }
}
