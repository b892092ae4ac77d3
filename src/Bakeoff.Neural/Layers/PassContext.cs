using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>What a layer needs to know about the pass it takes part in.</summary>
internal sealed class PassContext(WorkerPool pool)
{
    public WorkerPool Pool { get; } = pool;

    /// <summary>Whether dropout drops and batch statistics are taken.</summary>
    public bool IsTraining { get; set; }

    /// <summary>Number of the training step from the start of the training, from 0; names the random numbers of dropout.</summary>
    public ulong Step { get; set; }

    /// <summary>Stream of the dropout masks; set while training.</summary>
    public SeededRandom? Dropout { get; set; }
}
