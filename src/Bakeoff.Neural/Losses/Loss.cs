namespace Bakeoff.Neural.Losses;

/// <summary>A loss of logits and labels, with its gradient.</summary>
/// <remarks>Determinism: add up rows in rising order, in float64. Not thread-safe: a loss may keep buffers.</remarks>
public abstract class Loss
{
    /// <summary>Computes the mean loss of a batch and its gradient.</summary>
    /// <param name="logits">Scores, [rows, classes].</param>
    /// <param name="labels">Class of each row, from 0.</param>
    /// <param name="gradients">Receives the derivative of the mean loss by each logit, [rows, classes]; holds anything before.</param>
    /// <returns>The mean loss; NaN or infinite if the logits are.</returns>
    public abstract double Compute(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, Span<float> gradients);
}
