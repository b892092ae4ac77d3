namespace Bakeoff.Numerics;

/// <summary>A float32 function of one variable, evaluated in float64 so that one final rounding decides the result.</summary>
internal interface ILaneKernel
{
    /// <summary>Below this argument the result is that of this argument.</summary>
    static abstract float Least { get; }

    /// <summary>Above this argument the result is that of this argument.</summary>
    static abstract float Most { get; }

    /// <summary>
    /// The function of every lane, each within <see cref="Least"/> .. <see cref="Most"/>; the caller rounds to float32 and looks after NaN.
    /// </summary>
    static abstract TLanes Evaluate<TLanes>(TLanes x)
        where TLanes : struct, IDoubleLanes<TLanes>;
}
