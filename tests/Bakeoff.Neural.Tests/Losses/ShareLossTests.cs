using System.Text.Json;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests.Losses;

/// <summary>Losses of shares of classes against PyTorch's (tests/fixtures/networks/generate_losses.py), differences, and training on them.</summary>
public sealed class ShareLossTests
{
    [Theory]
    [InlineData("cross_entropy", false)]
    [InlineData("kl_divergence", false)]
    [InlineData("cross_entropy", true)]
    public void Compute_Shares_AgreesWithPyTorch(string name, bool isSized)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Fixture.Path("networks/share_losses.json")));
        foreach (var (position, item) in file.RootElement.EnumerateArray().Index())
        {
            var outputs = Numbers(item.GetProperty("outputs"));
            var shares = Numbers(item.GetProperty("shares"));
            var sizes = Numbers(item.GetProperty("sizes"));
            if (isSized)
            {
                shares = [.. shares.Index().Select(share => share.Item * sizes[share.Index / 4])];
            }

            var expected = item.GetProperty("losses").GetProperty(isSized ? $"sized_{name}" : name);
            var setting = new LossSetting(
                [.. item.GetProperty("class_weights").EnumerateArray().Select(static weight => weight.GetDouble())],
                item.GetProperty("label_smoothing").GetDouble());
            var gradients = new float[outputs.Length];

            // Shares are float32 and need not sum to 1 exactly, as PyTorch's divisor, the number of rows, supposes.
            Loss(name, setting).Compute(outputs, Truth(shares), gradients)
                .ShouldBe(expected.GetProperty("value").GetDouble(), 2e-7, $"case {position}");

            // Rounded to float32.
            foreach (var (gradient, slope) in gradients.Zip(expected.GetProperty("gradients").EnumerateArray()))
            {
                ((double)gradient).ShouldBe(slope.GetDouble(), 2e-8, $"case {position}");
            }
        }
    }

    [Theory]
    [InlineData("cross_entropy")]
    [InlineData("kl_divergence")]
    public void Compute_SmallChanges_HaveTheGradientOfTheLoss(string name)
    {
        var random = new SeededRandom(5, "shares");
        float[] outputs = [.. Enumerable.Range(0, 12).Select(_ => (float)random.NextGaussian())];
        float[] shares = [0.5f, 0.25f, 0.25f, 0, 1, 0, 0.125f, 0.125f, 0.25f, 0.5f, 0.5f, 0];
        var loss = Loss(name, new LossSetting([0.5, 1, 2], 0.1));
        var gradients = new float[12];
        loss.Compute(outputs, Truth(shares, 3), gradients);
        for (var i = 0; i < outputs.Length; i++)
        {
            var value = outputs[i];
            outputs[i] = value + (1 / 512f);
            var above = loss.Compute(outputs, Truth(shares, 3), new float[12]);
            outputs[i] = value - (1 / 512f);
            var below = loss.Compute(outputs, Truth(shares, 3), new float[12]);
            outputs[i] = value;

            // Third derivatives times the square of the step.
            ((above - below) / (1 / 256.0)).ShouldBe(gradients[i], 2e-6, $"output {i}");
        }
    }

    [Fact]
    public void Compute_AllSharesAtTheLabel_IsTheLossOfLabels()
    {
        float[] outputs = [1, -2, 0.5f, 0, 3, 1];
        var setting = new LossSetting([1, 1, 1], 0.2);
        var (ofLabels, ofShares) = (new float[6], new float[6]);

        var loss = Loss("cross_entropy", setting).Compute(outputs, new BatchTruth([0, 2]), ofLabels);

        // The same sums in another order.
        Loss("cross_entropy", setting).Compute(outputs, Truth([1, 0, 0, 0, 0, 1], 3), ofShares).ShouldBe(loss, 1e-15);
        ofShares.Zip(ofLabels).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-7);
    }

    [Fact]
    public void Train_SharesWithoutNoise_ReachesADivergenceOfZero()
    {
        // Three kinds of clips, one constant feature each; a linear layer can give each its distribution.
        float[] distributions = [0.5f, 0.25f, 0.25f, 0, 0.75f, 0.25f, 0.25f, 0.25f, 0.5f];
        float[] values = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        var set = new SequenceSet(values, [0, 1, 2, 3], 3, [0, 1, 2]).WithShares(distributions, 3);
        var network = Network.Create([new GlobalAveragePoolingOptions()], 3, 3, seed: 1);

        var history = Trainer.Train(new TrainingTask
        {
            Network = network,
            Train = set,
            Validation = set.Select([1, 0, 2]),
            Options = new TrainingOptions
            {
                Loss = new KlDivergenceOptions(), Epochs = 400, LearningRate = 0.1, StopOn = StopMetric.ValidationLoss, Standardize = false,
            },
        });

        history.Epochs[^1].TrainLoss.ShouldBeInRange(0, 0.01);

        // The validation loss is the cross-entropy: at best the votes' entropy, 0.881 nats a clip here.
        history.Epochs[^1].ValidationLoss.ShouldBe(0.881, 0.02);
    }

    [Fact]
    public void Train_SharesThatAreNone_AreRefused()
    {
        var set = new SequenceSet([1, 2], [0, 1, 2], 1, [0, 1]);
        Should.Throw<SequenceDataException>(() => Train(set.WithShares([1, 0, 0, 0], 2), new CrossEntropyOptions())).Message
            .ShouldContain("shares of the classes sum to 0, expected no negative one, and a finite sum above 0");
        Should.Throw<SequenceDataException>(() => Train(set.WithShares([1, 0, 2, -1], 2), new CrossEntropyOptions()));
        Should.Throw<ArgumentException>(() => Train(set.WithShares([1, 0, 1, 0], 2), new FocalOptions())).Message
            .ShouldStartWith("training: the training clips have shares of the classes, which loss focal does not take.");
        Should.Throw<ArgumentException>(() => Train(set.WithShares([1, 1], 1), new CrossEntropyOptions())).Message
            .ShouldStartWith("The clips have shares of 1 classes, expected 2");
        Should.Throw<ArgumentException>(() => set.WithShares([1], 2)).Message.ShouldStartWith("shares holds 1 numbers, expected 2");

        static void Train(SequenceSet set, LossOptions loss) => Trainer.Train(new TrainingTask
        {
            Network = Network.Create([new GlobalAveragePoolingOptions()], 1, 2, seed: 1),
            Train = set,
            Options = new TrainingOptions { Loss = loss, Epochs = 1, StopOn = StopMetric.TrainLoss },
        });
    }

    [Fact]
    public void Join_AndSelect_KeepShares()
    {
        var set = new SequenceSet([1, 2], [0, 1, 2], 1, [0, 1]).WithShares([0.5f, 0.5f, 0, 1], 2);

        SequenceSet.Join([set, set.Select([1, 0])]).WithLabels([0, 1, 1, 0]).Shares(2).ToArray().ShouldBe([0, 1]);
        SequenceSet.Join([set, new SequenceSet([1], [0, 1], 1, [0])]).ShareCount.ShouldBe(0);
    }

    private static BatchTruth Truth(float[] shares, int classes = 4) => new(new int[shares.Length / classes]) { Shares = shares };

    private static Loss Loss(string name, LossSetting setting) =>
        (name == "kl_divergence" ? (LossOptions)new KlDivergenceOptions() : new CrossEntropyOptions()).Create(setting);

    private static float[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(static number => (float)number.GetDouble())];
}
