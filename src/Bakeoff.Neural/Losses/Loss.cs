using Bakeoff.Neural.Data;

namespace Bakeoff.Neural.Losses;

/// <summary>A loss of outputs and what is known of the clips, with its gradient.</summary>
/// <remarks>Determinism: add up rows in rising order, in float64. Not thread-safe: a loss may keep buffers.</remarks>
public abstract class Loss
{
    /// <summary>Computes the mean loss of a batch and its gradient.</summary>
    /// <param name="outputs">Logits [rows, classes], or numbers [rows, targets] on the scale of the truth.</param>
    /// <param name="truth">Class of each row, or its numbers.</param>
    /// <param name="gradients">Receives the derivative of the mean loss by each output, as many; holds anything before.</param>
    /// <returns>The mean loss; NaN or infinite if the outputs are.</returns>
    public abstract double Compute(ReadOnlySpan<float> outputs, BatchTruth truth, Span<float> gradients);
}
