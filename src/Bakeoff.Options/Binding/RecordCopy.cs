using System.Reflection;

namespace Bakeoff.Options.Binding;

/// <summary>Copies a record, so that filling in keys never changes a default that others share.</summary>
internal static class RecordCopy
{
    private static readonly MethodInfo Clone = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>A copy with the same values; records hold values and read-only collections, so that a shallow copy is enough.</summary>
    public static object Of(object record) => Clone.Invoke(record, null)!;
}
