namespace Bakeoff.Numerics;

/// <summary>A float32 function of one variable, evaluated in float64 so that one final rounding decides the result.</summary>
internal interface ILaneKernel
{
    /// <summary>The function of every lane; the caller rounds to float32.</summary>
    static abstract TLanes Evaluate<TLanes>(TLanes x)
        where TLanes : struct, IDoubleLanes<TLanes>;
}
