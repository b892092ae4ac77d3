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

        _layers.Add(new DenseLayer(Network.OutputName, network.ClassCount, ActivationFunction.Linear, Parameters));
    }

    public TorchParameters Parameters { get; }

    /// <summary>Scores of a batch, [B, classes].</summary>
    public torch.Tensor Forward(ClipBatch batch, bool isTraining)
    {
        var values = torch.tensor(batch.PadValues(), [batch.ClipCount, batch.StepCount, batch.FeatureCount], device: Parameters.Device);
        var rows = new Rows(values, batch.Lengths.ToArray());
        foreach (var layer in _layers)
        {
            rows = layer.Forward(rows, isTraining);
        }

        return rows.Values;
    }

    /// <summary>Scores as in prediction: no dropout, running statistics.</summary>
    public void ComputeLogits(ClipBatch batch, Span<float> logits)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        Copy(Forward(batch, isTraining: false), logits);
    }

    public static void Copy(torch.Tensor values, Span<float> target) =>
        values.detach().cpu().contiguous().data<float>().ToArray().CopyTo(target);

    public void Dispose()
    {
        foreach (var layer in _layers)
        {
            layer.Dispose();
        }

        Parameters.Dispose();
    }
}
