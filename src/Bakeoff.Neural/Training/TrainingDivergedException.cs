using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Training;

/// <summary>The loss became NaN or infinite; the network's weights are of no use.</summary>
public sealed class TrainingDivergedException : BakeoffException
{
    /// <summary>Creates the error for a step.</summary>
    /// <param name="epoch">Epoch, from 1.</param>
    /// <param name="step">Step within the epoch, from 1.</param>
    /// <param name="loss">The loss that was computed.</param>
    /// <param name="learningRate">Learning rate of the epoch.</param>
    public TrainingDivergedException(int epoch, int step, double loss, double learningRate)
        : base(
            new ErrorDetails(string.Create(CultureInfo.InvariantCulture, $"loss is {{value}} at epoch {epoch}, step {step}"))
            {
                Where = "training",
                Value = loss.ToString(CultureInfo.InvariantCulture),
                Rule = "a finite number",
                NextStep = string.Create(
                    CultureInfo.InvariantCulture,
                    $"Lower training.learning_rate ({learningRate}) or set training.clip_norm."),
            })
    {
        Epoch = epoch;
        Step = step;
        Loss = loss;
    }

    /// <summary>Epoch in which it happened, from 1.</summary>
    public int Epoch { get; }

    /// <summary>Step within the epoch, from 1.</summary>
    public int Step { get; }

    /// <summary>The loss that was computed: NaN or infinite.</summary>
    public double Loss { get; }
}
