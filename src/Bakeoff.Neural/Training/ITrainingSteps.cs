using Bakeoff.Neural.Data;

namespace Bakeoff.Neural.Training;

/// <summary>The computations of one training that engines do differently: forward, backward,
/// update. <see cref="TrainingLoop"/> does the rest.</summary>
/// <remarks>Steps that implement <see cref="IDisposable"/> are disposed of at the end of the training.</remarks>
public interface ITrainingSteps
{
    /// <summary>Arrays that change from step to step, for checkpoints: weights, statistics and the
    /// optimizer's state. Empty if the engine cannot resume a training.</summary>
    IReadOnlyList<TrainingArray> State { get; }

    /// <summary>Takes one step: forward, loss, backward, clipping, update.</summary>
    /// <param name="batch">The clips with their labels or targets.</param>
    /// <param name="number">Number of the step since the start of the training, from 1.</param>
    /// <param name="learningRate">Learning rate of this epoch.</param>
    /// <param name="logits">Receives the scores before the update, [clips, outputs].</param>
    /// <returns>Mean loss of the batch, with class weights and label smoothing. A step whose loss is not
    /// finite need not update anything; training ends there.</returns>
    double Step(ClipBatch batch, long number, double learningRate, Span<float> logits);

    /// <summary>Computes scores as in prediction: no dropout, running statistics.</summary>
    /// <param name="batch">The clips.</param>
    /// <param name="logits">Receives the scores, [clips, outputs].</param>
    void ComputeLogits(ClipBatch batch, Span<float> logits);

    /// <summary>Copies the present weights and statistics into the network and all of the state into <see cref="State"/>; does nothing
    /// if they are there already.</summary>
    void Save();

    /// <summary>Continues from what a checkpoint has written to <see cref="State"/>; does nothing if steps compute with those arrays.</summary>
    void Restore();
}

/// <summary>A named array of a training's state.</summary>
/// <param name="Name">Name in the checkpoint file, such as <c>optimizer.first</c>.</param>
/// <param name="Values">The array itself; a resumed training writes to it.</param>
public sealed record TrainingArray(string Name, float[] Values);
