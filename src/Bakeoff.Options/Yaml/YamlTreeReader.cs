using Bakeoff.Options.Unicode;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Bakeoff.Options.Yaml;

/// <summary>Next steps that only the folder of a file knows.</summary>
/// <param name="ExamplePlace">Where examples stand, with a leading blank; empty where unknown.</param>
/// <param name="Sharing">How files share settings, as a clause; empty where they cannot.</param>
internal sealed record YamlAdvice(string ExamplePlace, string Sharing)
{
    /// <summary>Advice for a file that stands by itself.</summary>
    public static YamlAdvice None { get; } = new("", "");
}

/// <summary>
/// Reads YAML text into nodes with their places. Refuses what lets one file say a thing twice: doubled keys, anchors, aliases, tags, a
/// second document.
/// </summary>
/// <remarks>
/// Source: YAML 1.2 syntax as parsed by YamlDotNet; the types of scalars are decided later, by the options they are bound to.
/// </remarks>
internal sealed class YamlTreeReader
{
    /// <summary>Deepest nesting read. Options need fewer than ten levels; hostile files must not exhaust the stack.</summary>
    private const int MaxDepth = 64;

    private readonly Func<Mark, ValueOrigin> _originOf;
    private readonly ProblemList _problems;
    private readonly YamlAdvice _advice;
    private readonly Parser _parser;

    private YamlTreeReader(string text, Func<Mark, ValueOrigin> originOf, ProblemList problems, YamlAdvice advice)
    {
        _originOf = originOf;
        _problems = problems;
        _advice = advice;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads a file as UTF-8.</summary>
    /// <param name="path">File to read.</param>
    /// <param name="source">The file in messages.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <param name="advice">Next steps for this file's folder; null for a file that stands by itself.</param>
    /// <returns>The root mapping; null after a problem that left no tree.</returns>
    public static MappingNode? ReadFile(string path, string source, ProblemList problems, YamlAdvice? advice = null) =>
        YamlText.Read(path, source, problems) is { } text ? ReadText(text, source, problems, advice) : null;

    /// <summary>Reads text whose root is a mapping.</summary>
    /// <inheritdoc cref="ReadFile"/>
    public static MappingNode? ReadText(string text, string source, ProblemList problems, YamlAdvice? advice = null)
    {
        advice ??= YamlAdvice.None;
        switch (ReadNode(text, mark => new ValueOrigin(source, (int)mark.Line, (int)mark.Column), problems, advice))
        {
            case null:
                return null;
            case MappingNode mapping:
                return mapping;
            case ScalarNode { IsNull: true }:
                var message = $"the file is empty, expected keys with values. Start from an example{advice.ExamplePlace}.";
                problems.Add(new ValueOrigin(source, 0, 0), "", null, "keys with values", message);
                return null;
            case var other:
                problems.AddValue(other, "", "keys with values", "Write 'key: value' lines.");
                return null;
        }
    }

    /// <summary>Reads a value that was given as a whole at one place, such as a list on the command line.</summary>
    public static ConfigurationNode? ReadValue(string text, ValueOrigin place, ProblemList problems) =>
        ReadNode(text, _ => place, problems, YamlAdvice.None);

    private static ConfigurationNode? ReadNode(string text, Func<Mark, ValueOrigin> originOf, ProblemList problems, YamlAdvice advice)
    {
        var reader = new YamlTreeReader(text, originOf, problems, advice);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException exception)
        {
            YamlSyntax.Explain(exception, text, originOf, problems);
            return null;
        }
        catch (InvalidOperationException) when (reader._parser.Current is not null)
        {
            // The parser's scanner ends so where a key stands in a mapping in braces that began on an earlier line.
            var last = reader._parser.Current.End;
            var unclosed = new YamlException(last, last, "A brace or bracket that opens here or above is not closed");
            YamlSyntax.Explain(unclosed, text, originOf, problems);
            return null;
        }
    }

    private ConfigurationNode ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out var end))
        {
            return new ScalarNode("", true, _originOf(end.Start));
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode("", 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            const string message = "a second document starts here ('---'), expected one a file. Put it into a file of its own.";
            _problems.Add(_originOf(second.Start), "", null, "one document", message);
        }

        return root;
    }

    private ConfigurationNode ReadNode(string path, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"Values are nested deeper than {MaxDepth} levels");
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            var message = $"{ProblemList.Subject(path)} is the alias '*{alias.Value}', expected a value. Write the value here{OrShare()}.";
            _problems.Add(_originOf(alias.Start), path, $"*{alias.Value}", "no alias", message);
            return new ScalarNode("", true, _originOf(alias.Start));
        }

        RefuseAnchorAndTag(path);
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return new ScalarNode(scalar.Value, scalar.Style == ScalarStyle.Plain, _originOf(scalar.Start));
        }

        if (_parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<ConfigurationNode>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadNode(KeyPath.Join(path, items.Count), depth + 1));
            }

            return new SequenceNode(items, _originOf(sequence.Start));
        }

        var mapping = _parser.Consume<MappingStart>();
        return new MappingNode(ReadEntries(path, depth), _originOf(mapping.Start));
    }

    private List<MappingEntry> ReadEntries(string path, int depth)
    {
        var entries = new List<MappingEntry>();
        var places = new Dictionary<string, ValueOrigin>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var keyNode = ReadNode(path, depth + 1);
            if (keyNode is ScalarNode typed)
            {
                keyNode = typed with { Text = VisibleText.Normalise(VisibleText.Strip(typed.Text)) };
                _problems.RequireVisible(typed, path, $"key '{VisibleText.Strip(typed.Text)}' in {ProblemList.Subject(path)}");
            }

            if (keyNode is not ScalarNode key)
            {
                var claim = $"a key in {ProblemList.Subject(path)} is {keyNode.Describe()}, expected a name.";
                _problems.Add(keyNode.Origin, path, null, "a name as key", claim + " Check for a missing quote or colon.");
                ReadNode(path, depth + 1);
                continue;
            }

            var value = ReadNode(KeyPath.Join(path, key.Text), depth + 1);
            if (places.TryGetValue(key.Text, out var first))
            {
                var message = FormattableString.Invariant(
                    $"key '{key.Text}' is given twice in {ProblemList.Subject(path)}, first in line {first.Line}. Keep one of the two.");
                _problems.Add(key.Origin, KeyPath.Join(path, key.Text), null, "each key once", message);
                continue;
            }

            places.Add(key.Text, key.Origin);
            entries.Add(new MappingEntry(key.Text, key.Origin, value));
        }

        return entries;
    }

    private string OrShare() => _advice.Sharing.Length == 0 ? "" : $"; {_advice.Sharing}";

    private void RefuseAnchorAndTag(string path)
    {
        if (!_parser.Accept<NodeEvent>(out var node))
        {
            return;
        }

        if (!node.Anchor.IsEmpty)
        {
            var message = $"{ProblemList.Subject(path)} carries the anchor '&{node.Anchor.Value}', expected none. Remove it{OrShare()}.";
            _problems.Add(_originOf(node.Start), path, $"&{node.Anchor.Value}", "no anchor", message);
        }

        if (!node.Tag.IsEmpty && node.Tag.Value != "!")
        {
            var claim = $"{ProblemList.Subject(path)} carries the tag '{node.Tag.Value}', expected none.";
            _problems.Add(_originOf(node.Start), path, node.Tag.Value, "no tag", claim + " Remove it; every key has its type already.");
        }
    }
}
