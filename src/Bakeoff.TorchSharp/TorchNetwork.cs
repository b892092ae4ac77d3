using System.Runtime.InteropServices;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
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
        var features = network.InputFeatures;
        foreach (var (name, options) in network.LayerNames.Zip(network.LayerOptions))
        {
            var layer = TorchLayer.Create(name, options, features, Parameters);
            features = layer.Features;
            _layers.Add(layer);
        }

        _layers.Add(new DenseLayer(Network.OutputName, network.OutputCount, ActivationFunction.Linear, Parameters));
    }

    public TorchParameters Parameters { get; }

    /// <summary>Scores of a batch, [B, outputs].</summary>
    /// <param name="batch">The clips.</param>
    /// <param name="training">The training pass; null in prediction: no dropout, running statistics.</param>
    /// <param name="part">Clips to take, neighbours in the batch; null for all.</param>
    public torch.Tensor Forward(ClipBatch batch, TrainingPass? training, (int First, int Count)? part = null)
    {
        var values = torch.empty(batch.ClipCount, batch.StepCount, batch.FeatureCount);
        batch.CopyPadded(MemoryMarshal.Cast<byte, float>(values.bytes));
        var lengths = batch.Lengths.ToArray();
        if (part is var (first, count))
        {
            lengths = lengths[first..(first + count)];
            values = values.narrow(0, first, count).narrow(1, 0, lengths[0]);
        }

        var rows = new Rows(values.to(Parameters.Device), lengths);
        foreach (var layer in _layers)
        {
            rows = layer.Forward(rows, training);
        }

        return rows.Values;
    }

    /// <summary>Scores as in prediction: no dropout, running statistics.</summary>
    public void ComputeLogits(ClipBatch batch, Span<float> logits)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        TorchParameters.Copy(Forward(batch, training: null), logits);
    }

    public void Dispose()
    {
        foreach (var layer in _layers)
        {
            layer.Dispose();
        }

        Parameters.Dispose();
    }
}
