using System.Numerics;

namespace Bakeoff.Numerics;

/// <summary>
/// A vector of float32 or float64 numbers, each lane an element of its own; loops written against it give equal bits for every width.
/// </summary>
/// <remarks>Only operations that IEEE 754 defines exactly. No operation mixes lanes.</remarks>
internal unsafe interface ILanes<TSelf, T> :
    IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>, IMultiplyOperators<TSelf, TSelf, TSelf>
    where TSelf : unmanaged, ILanes<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Lanes in one vector.</summary>
    static abstract int Count { get; }

    /// <summary>The value in every lane.</summary>
    static abstract TSelf Broadcast(T value);

    /// <summary>Reads <see cref="Count"/> numbers; no alignment needed.</summary>
    static abstract TSelf Load(T* source);

    /// <summary>Writes <see cref="Count"/> numbers; no alignment needed.</summary>
    static abstract void Store(TSelf value, T* target);

    /// <summary>a b + c, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>sum = a b + sum, rounded once.</summary>
    static abstract void AddProduct(TSelf a, TSelf b, ref TSelf sum);

    /// <summary>c - a b, rounded once.</summary>
    static abstract TSelf FusedNegatedMultiplyAdd(TSelf a, TSelf b, TSelf c);
}
