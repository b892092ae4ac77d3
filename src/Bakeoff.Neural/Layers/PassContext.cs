using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Settings of one pass through a network, the same for all layers.</summary>
public sealed class PassContext
{
    internal PassContext(WorkerPool pool) => Pool = pool;

    /// <summary>Threads of the pass. Split outputs among them, never the terms of one
    /// sum, so that the thread count changes no bit.</summary>
    public WorkerPool Pool { get; }

    /// <summary>True while training: dropout drops values, and normalisation uses the statistics of the batch.</summary>
    public bool IsTraining { get; internal init; }

    /// <summary>True for the first part of a clip, or all of it.</summary>
    internal bool IsFirstPart { get; set; } = true;

    /// <summary>True for the last part of a clip, or all of it.</summary>
    internal bool IsLastPart { get; set; } = true;

    /// <summary>Number of the training step since the start of the training, from 0.</summary>
    public ulong Step { get; internal set; }

    /// <summary>Parent of the random streams that layers draw from while training; null otherwise.</summary>
    /// <remarks>Take <c>Dropout.Stream(layer name)</c> once and start at position <c>Step &lt;&lt; 32</c>
    /// in each step: then no batch moves the numbers of another.</remarks>
    public SeededRandom? Dropout { get; internal init; }
}
