using Bakeoff.Neural.Data;
using Bakeoff.Neural.Losses;

namespace Bakeoff.Neural.Tests.Losses;

/// <summary>The loss of classes and numbers at once.</summary>
public sealed class HeadsLossTests
{
    // [rows, 3 classes + 2 numbers]; the third row has no label, the second lacks the second number.
    private static readonly float[] s_outputs =
    [
        0.3f, -1.2f, 0.5f, 0.1f, -0.7f,
        1.1f, 0.2f, -0.4f, 0.9f, 0.4f,
        -0.6f, 0.8f, 0.05f, -0.3f, 1.5f,
        0.25f, -0.5f, 1.75f, 0.6f, -0.2f,
    ];

    private static readonly int[] s_labels = [2, 0, BatchTruth.NoLabel, 1];
    private static readonly float[] s_targets = [0.5f, 1, 1.25f, float.NaN, -1, 0.5f, 0.75f, -0.25f];

    // PyTorch 1.13.1 in float64: cross_entropy with weight [1, 2, 0.5] of the rows with a label, plus 0.5 (1 - CCC), plus 2 mse_loss of the
    // rows with the number; gradients by backward().
    private static readonly double[] s_gradients =
    [
        0.058439443958930776, 0.013039601712320565, -0.07147904567125135, -0.09275998765590819, -2.2666666507720947,
        -0.1103971598974883, 0.07127862270304715, 0.039118537194441146, -0.12635590609515954, 0,
        0, 0, 0, 0.2305774754533361, 1.3333333333333333,
        0.09597299850770674, -0.5260941369672674, 0.4301211384595607, -0.054152523913416045, 0.06666666269302368,
    ];

    [Fact]
    public void Compute_LabelsAndNumbersOfWhichSomeAreMissing_AgreesWithPyTorch()
    {
        var gradients = new float[s_outputs.Length];

        // Both sides sum a few float64 numbers; gradients are rounded to float32 twice.
        Create().Compute(s_outputs, new BatchTruth(s_labels, s_targets, 2), gradients).ShouldBe(4.390015762101461, 1e-7);
        foreach (var (gradient, expected) in gradients.Zip(s_gradients))
        {
            ((double)gradient).ShouldBe(expected, 3e-7);
        }
    }

    [Fact]
    public void Compute_SmallChanges_HaveTheGradientOfTheLoss()
    {
        var loss = Create();
        var outputs = (float[])s_outputs.Clone();
        var gradients = new float[outputs.Length];
        loss.Compute(outputs, new BatchTruth(s_labels, s_targets, 2), gradients);
        for (var i = 0; i < outputs.Length; i++)
        {
            var value = outputs[i];
            outputs[i] = value + (1 / 512f);
            var above = loss.Compute(outputs, new BatchTruth(s_labels, s_targets, 2), new float[outputs.Length]);
            outputs[i] = value - (1 / 512f);
            var below = loss.Compute(outputs, new BatchTruth(s_labels, s_targets, 2), new float[outputs.Length]);
            outputs[i] = value;

            // Third derivatives times the square of the step.
            ((above - below) / (1 / 256.0)).ShouldBe(gradients[i], 2e-5, $"output {i}");
        }
    }

    [Fact]
    public void Compute_NoRowWithALabel_IsTheLossOfTheNumbers()
    {
        var gradients = new float[10];
        var loss = Create().Compute(s_outputs.AsSpan(0, 10), new BatchTruth([-1, -1], s_targets.AsSpan(0, 4), 2), gradients);
        double.IsFinite(loss).ShouldBeTrue();
        (gradients[0], gradients[6], gradients[9]).ShouldBe((0f, 0f, 0f));
        gradients[4].ShouldNotBe(0);
    }

    private static HeadsLoss Create() => new(
        3,
        [
            (1, new CrossEntropyOptions().Create(new LossSetting([1, 2, 0.5], 0))),
            (0.5, new CccOptions().Create(new LossSetting([], 0))),
            (2, new MseOptions().Create(new LossSetting([], 0))),
        ]);
}
