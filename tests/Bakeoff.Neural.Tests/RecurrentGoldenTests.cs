using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Optimizers;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Tests;

/// <summary>LSTM and GRU against PyTorch's numbers; see tests/fixtures/networks/README.md.</summary>
public sealed class RecurrentGoldenTests
{
    // Both sides round float32 sums in their own order; 1e-5 of a tensor's largest value is about a hundred roundings.
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Fixtures =>
        ["network_lstm_masked", "network_lstm_two_layers", "network_lstm_bidirectional", "network_gru_masked"];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Predict_Fixture_MatchesPyTorchProbabilities(string name)
    {
        var fixture = new NetworkFixture(name);
        var network = fixture.RecurrentNetwork();

        var probabilities = network.Predict(fixture.Clips(), WorkerPool.Serial);

        NetworkFixture.RelativeError([.. probabilities.Cast<float>()], fixture["softmax"]).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Predict_PaddedFramesMasked_EqualsUnpaddedBitForBit(string name)
    {
        var fixture = new NetworkFixture(name);
        var network = fixture.RecurrentNetwork();
        var clips = fixture.Clips();
        var padded = Padded(clips, frames: 11);

        network.Predict(padded, WorkerPool.Serial).ShouldBe(network.Predict(clips, WorkerPool.Serial));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Backward_Fixture_MatchesPyTorchGradients(string name)
    {
        var fixture = new NetworkFixture(name);
        var network = fixture.RecurrentNetwork();
        var step = new TrainingStep(network, fixture.Clips());

        step.ForwardAndBackward();

        foreach (var tensor in network.Tensors)
        {
            NetworkFixture.RelativeError(tensor.Gradients, fixture["gradients"].GetProperty(NetworkFixture.TorchName(tensor.Name)))
                .ShouldBeLessThan(Tolerance, tensor.Name);
        }

        NetworkFixture
            .RelativeError(step.PaddedInputGradient(fixture["x"][0].GetArrayLength()), fixture["input_gradient"])
            .ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Update_FiveAdamSteps_MatchesPyTorchWeightsAndLosses(string name)
    {
        var fixture = new NetworkFixture(name);
        var network = fixture.RecurrentNetwork();
        var step = new TrainingStep(network, fixture.Clips());
        var optimizer = new AdamOptions().Create(new OptimizerSetting(network, weightDecay: 0, momentum: 0));
        var losses = new float[5];
        for (var i = 0; i < losses.Length; i++)
        {
            losses[i] = (float)step.ForwardAndBackward();
            optimizer.Update(i + 1, fixture["adam"].GetProperty("learning_rate").GetDouble(), WorkerPool.Serial);
        }

        NetworkFixture.RelativeError(losses, fixture["adam"].GetProperty("losses")).ShouldBeLessThan(Tolerance);
        foreach (var tensor in network.Tensors)
        {
            NetworkFixture
                .RelativeError(
                    tensor.Values,
                    fixture["adam"].GetProperty("weights_after").GetProperty(NetworkFixture.TorchName(tensor.Name)))
                .ShouldBeLessThan(Tolerance, tensor.Name);
        }
    }

    private static SequenceSet Padded(SequenceSet clips, int frames)
    {
        var values = new float[clips.ClipCount * frames * clips.FeatureCount];
        for (var clip = 0; clip < clips.ClipCount; clip++)
        {
            clips.Frames(clip).CopyTo(values.AsSpan(clip * frames * clips.FeatureCount));
        }

        return new SequenceSet(
            values,
            [.. Enumerable.Range(0, clips.ClipCount + 1).Select(clip => (long)clip * frames)],
            clips.FeatureCount);
    }
}
