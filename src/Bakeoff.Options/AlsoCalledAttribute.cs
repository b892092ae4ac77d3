using System.Reflection;

namespace Bakeoff.Options;

/// <summary>Names that other tools use for a key, a kind or a choice; a message offers ours to whoever types one of them.</summary>
/// <remarks>They are never accepted in its place: one thing has one name in every file.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Field, Inherited = false)]
public sealed class AlsoCalledAttribute : Attribute
{
    /// <summary>Lists the names.</summary>
    /// <param name="names">Names as people type them, such as <c>lr</c>.</param>
    public AlsoCalledAttribute(params string[] names) => Names = names;

    /// <summary>Names as people type them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names of a member or type; none without the attribute.</summary>
    internal static IReadOnlyList<string> NamesOf(MemberInfo named) => named.GetCustomAttribute<AlsoCalledAttribute>()?.Names ?? [];
}
