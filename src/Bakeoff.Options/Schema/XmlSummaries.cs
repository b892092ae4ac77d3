using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Bakeoff.Options.Schema;

/// <summary>
/// Reads what the doc comments say about types and members, from the XML files that the compiler leaves beside the assemblies.
/// </summary>
internal sealed partial class XmlSummaries
{
    private readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, string>> _files = new();

    /// <summary>Summary of a type; empty when it has none.</summary>
    public string Of(Type type) => Find(type.Assembly, $"T:{NameOf(type)}");

    /// <summary>Summary of a property or enum value; empty when it has none.</summary>
    public string Of(MemberInfo member) =>
        Find(member.Module.Assembly, $"{(member is FieldInfo ? 'F' : 'P')}:{NameOf(member.DeclaringType!)}.{member.Name}");

    private string Find(Assembly assembly, string id) => _files.GetOrAdd(assembly, Read).GetValueOrDefault(id, "");

    private static IReadOnlyDictionary<string, string> Read(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(path))
        {
            var name = assembly.GetName().Name;
            throw new FileNotFoundException(
                $"{path}: there is no such file, expected the doc comments of {name}. Build the solution with GenerateDocumentationFile.",
                path);
        }

        return XDocument.Load(path).Descendants("member")
            .Where(m => m.Element("summary") is not null)
            .ToDictionary(m => m.Attribute("name")!.Value, m => TextOf(m.Element("summary")!), StringComparer.Ordinal);
    }

    private static string TextOf(XElement summary)
    {
        var words = summary.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "seealso" or "paramref" } reference => ShortName(reference),
            XElement element => element.Value,
            _ => "",
        });
        return Spaces().Replace(string.Concat(words), " ").Trim();
    }

    /// <summary>The last word of a reference: <c>Create</c> for <c>M:Bakeoff.Neural.Network.Create(System.UInt64)</c>.</summary>
    private static string ShortName(XElement reference) =>
        ((reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword"))?.Value ?? "")
            .Split('(')[0]
            .Split('.', ':')[^1];

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Spaces();
}
