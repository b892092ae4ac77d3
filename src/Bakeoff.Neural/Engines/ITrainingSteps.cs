namespace Bakeoff.Neural.Engines;

/// <summary>What an engine computes during a training; <see cref="TrainingLoop"/> does what is the same for all.</summary>
public interface ITrainingSteps
{
    /// <summary>One step: forward, loss, backward, clipping, update.</summary>
    /// <param name="batch">The clips.</param>
    /// <param name="learningRate">Rate of this epoch.</param>
    /// <param name="logits">Receives the scores before the update, [clips, classes].</param>
    /// <returns>Mean loss of the batch, with class weights and label smoothing.</returns>
    double Step(PaddedBatch batch, double learningRate, Span<float> logits);

    /// <summary>Scores as in prediction: no dropout, running statistics.</summary>
    /// <param name="batch">The clips.</param>
    /// <param name="logits">Receives the scores, [clips, classes].</param>
    void Judge(PaddedBatch batch, Span<float> logits);

    /// <summary>Copies the present weights and statistics into the network.</summary>
    void Save();
}
