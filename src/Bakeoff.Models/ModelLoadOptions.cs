using Bakeoff.Numerics;

namespace Bakeoff.Models;

/// <summary>Settings for <see cref="EmotionModel.Load(string, ModelLoadOptions)"/>.</summary>
public sealed record ModelLoadOptions
{
    /// <summary>Name of the fold whose model is loaded. Default null: all folds, whose probabilities are averaged.</summary>
    public string? Fold { get; init; }

    /// <summary>Name of the model in results and messages. Default null: the name of the folder.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Threads that compute; they change no result. The caller disposes of them after the last prediction. Default: the calling thread
    /// alone.
    /// </summary>
    public WorkerPool Pool { get; init; } = WorkerPool.Serial;
}
