using System.Text.Json;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests.Layers;

/// <summary>Layers, losses and optimizers against PyTorch's numbers; see tests/fixtures/networks/generate.py.</summary>
public sealed class LayerFixtureTests
{
    // PyTorch's side is float64, so the distance is our float32 rounding alone.
    private const double Tolerance = 1e-5;

    private static readonly JsonElement s_layers = JsonDocument
        .Parse(File.ReadAllBytes(Fixture.Path("networks/layers.json")))
        .RootElement.GetProperty("cases");
    private static readonly JsonElement s_optimizers = JsonDocument
        .Parse(File.ReadAllBytes(Fixture.Path("networks/optimizers.json")))
        .RootElement.GetProperty("cases");

    public static TheoryData<string> LayerCases => [.. s_layers.EnumerateArray().Select(Name)];

    public static TheoryData<string> OptimizerCases => [.. s_optimizers.EnumerateArray().Select(Name)];

    [Theory]
    [MemberData(nameof(LayerCases))]
    public void Backward_LayerFixture_MatchesPyTorch(string name)
    {
        var fixture = s_layers.EnumerateArray().Single(entry => Name(entry) == name);
        var x = fixture.GetProperty("x");
        var (clips, frames, features) = (x.GetArrayLength(), x[0].GetArrayLength(), x[0][0].GetArrayLength());
        var set = new SequenceSet(
            [.. NetworkFixture.Flat(x)],
            [.. Enumerable.Range(0, clips + 1).Select(clip => (long)clip * frames)],
            features,
            Labels(fixture));
        var network = Network.Create(
            fixture.GetProperty("layers").Deserialize<LayerOptions[]>(ModelJson.Options)!,
            features,
            fixture.GetProperty("classes").GetInt32(),
            1);
        Fill(network, fixture.GetProperty("weights"));
        var step = new TrainingStep(network, set);

        step.ForwardAndBackward();

        NetworkFixture.RelativeError(step.Logits, fixture.GetProperty("logits")).ShouldBeLessThan(Tolerance);
        foreach (var tensor in network.Tensors.Where(tensor => tensor.IsTrainable))
        {
            NetworkFixture
                .RelativeError(tensor.Gradients, fixture.GetProperty("gradients").GetProperty(tensor.Name))
                .ShouldBeLessThan(Tolerance, tensor.Name);
        }

        NetworkFixture.RelativeError(step.PaddedInputGradient(frames), fixture.GetProperty("input_gradient")).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [MemberData(nameof(OptimizerCases))]
    public void Train_OptimizerFixture_MatchesPyTorch(string name)
    {
        var fixture = s_optimizers.EnumerateArray().Single(entry => Name(entry) == name);
        var x = fixture.GetProperty("x");
        var (clips, features) = (x.GetArrayLength(), x[0].GetArrayLength());
        var set = new SequenceSet(
            [.. NetworkFixture.Flat(x)],
            [.. Enumerable.Range(0, clips + 1).Select(clip => (long)clip)],
            features,
            Labels(fixture));
        var network = Network.Create(
            [new ReshapeOptions { Shape = [features] }, new DenseOptions { Units = 6, Activation = ActivationFunction.Tanh }],
            features,
            3,
            1);
        Fill(network, fixture.GetProperty("weights"));
        var options = fixture.GetProperty("options").Deserialize<TrainingOptions>(ModelJson.Options)! with { Standardize = false };

        var history = Trainer.Train(network, set, null, options, 1, WorkerPool.Serial);

        NetworkFixture
            .RelativeError([.. history.Epochs.Select(epoch => (float)epoch.TrainLoss)], fixture.GetProperty("losses"))
            .ShouldBeLessThan(Tolerance);
        foreach (var tensor in network.Tensors)
        {
            NetworkFixture
                .RelativeError(tensor.Values, fixture.GetProperty("weights_after").GetProperty(tensor.Name))
                .ShouldBeLessThan(Tolerance, tensor.Name);
        }
    }

    private static string Name(JsonElement entry) => entry.GetProperty("name").GetString()!;

    private static int[] Labels(JsonElement entry) => [.. entry.GetProperty("y").EnumerateArray().Select(label => label.GetInt32())];

    private static void Fill(Network network, JsonElement weights)
    {
        foreach (var tensor in network.Tensors.Where(tensor => tensor.IsTrainable))
        {
            NetworkFixture.Flat(weights.GetProperty(tensor.Name)).ToArray().CopyTo(tensor.Values);
        }
    }
}
