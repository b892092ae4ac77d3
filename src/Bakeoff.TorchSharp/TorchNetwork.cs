using Bakeoff.Neural;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Layers;
using Bakeoff.TorchSharp.Layers;
using TorchSharp;

namespace Bakeoff.TorchSharp;

/// <summary>A network rebuilt from its description, with its weights, for libtorch to compute.</summary>
internal sealed class TorchNetwork : IDisposable
{
    private readonly List<TorchLayer> _layers = [];

    public TorchNetwork(Network network, torch.Device device)
    {
        Parameters = new TorchParameters(network, device);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var features = network.InputFeatures;
        foreach (var options in network.LayerOptions)
        {
            counts[options.Kind] = counts.GetValueOrDefault(options.Kind) + 1;
            var layer = TorchLayer.Create(FormattableString.Invariant($"{options.Kind}_{counts[options.Kind]}"), options, features, Parameters);
            features = layer.Features;
            _layers.Add(layer);
        }

        _layers.Add(new DenseLayer("output", network.ClassCount, ActivationFunction.Linear, Parameters));
    }

    public TorchParameters Parameters { get; }

    /// <summary>Scores of a batch, [B, classes].</summary>
    public torch.Tensor Forward(PaddedBatch batch, bool isTraining)
    {
        var values = torch.tensor(batch.Values, [batch.ClipCount, batch.StepCount, batch.FeatureCount], device: Parameters.Device);
        var rows = new Rows(values, [.. batch.Lengths]);
        foreach (var layer in _layers)
        {
            rows = layer.Forward(rows, isTraining);
        }

        return rows.Values;
    }

    /// <summary>Scores as in prediction, copied out.</summary>
    public void Judge(PaddedBatch batch, Span<float> logits)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        Read(Forward(batch, isTraining: false), logits);
    }

    public static void Read(torch.Tensor values, Span<float> target) => values.detach().cpu().contiguous().data<float>().ToArray().CopyTo(target);

    public void Dispose()
    {
        foreach (var layer in _layers)
        {
            layer.Dispose();
        }

        Parameters.Dispose();
    }
}
