using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Results;

/// <summary>The content of <c>metrics.json</c>: single values at the top level, then their breakdown.</summary>
/// <param name="Result">Metrics and their breakdown.</param>
/// <remarks>
/// Determinism: equal documents give equal bytes. Numbers are the shortest that read back to the same float64, so that a document that was
/// read equals the document that was written.
/// </remarks>
public sealed record MetricsDocument(EvaluationResult Result)
{
    /// <summary>Name of the number of test clips.</summary>
    internal const string ClipsName = "test_clips";

    // The section that only a document of predicted numbers has, and that which holds it beside classes.
    private const string TargetsName = "targets";
    private const string NumbersName = "numbers";

    private const string ConfidenceName = "confidence";
    private const string GroupsName = "groups";
    private const string AnsweredName = "answered";

    private static readonly JsonWriterOptions Layout =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter(
        JsonNamingPolicy.SnakeCaseLower) } };

    /// <summary>Leaks between training and test side, in the order of <see cref="Leak"/>; null if the split was not audited.</summary>
    public IReadOnlyList<Leak>? Leaks { get; init; }

    /// <summary>Leaks that may exist unnoticed, because speakers or texts are unknown; null if the split was not audited.</summary>
    public IReadOnlyList<Leak>? UnknownLeaks { get; init; }

    /// <summary>Findings of the audit, as a clause; null if the split was not audited.</summary>
    public string? Leakage { get; init; }

    /// <summary>A note on unlabelled test clips that the system uses; null if it uses none.</summary>
    public string? Transductive { get; init; }

    /// <summary>Joins the result with its caveats.</summary>
    /// <param name="result">Metrics and their breakdown.</param>
    /// <param name="audit">Leaks between the sides of the split; null if it was not audited.</param>
    /// <param name="transductive">A note on unlabelled test clips that the system uses; null if it uses none.</param>
    public static MetricsDocument Create(EvaluationResult result, LeakageAudit? audit, string? transductive) => new(result)
    {
        Leaks = audit?.Found,
        UnknownLeaks = audit?.Unknown,
        Leakage = audit?.Summary(),
        Transductive = transductive,
    };

    /// <summary>Reads a document.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <exception cref="MetricsException">The file is missing, is not JSON, or lacks a part.</exception>
    public static MetricsDocument Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return ReadContent(document.RootElement);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MetricsException(path, new ErrorDetails("file does not exist"), exception);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new MetricsException(path, new ErrorDetails($"content cannot be read: {exception.Message.TrimEnd('.')}"), exception);
        }
    }

    /// <summary>All single numbers in the order of the file: those of <see cref="EvaluationResult.Scalars"/>, then the number of test
    /// clips.</summary>
    public IReadOnlyList<(string Name, double Value)> Numbers() => [.. Result.Scalars(), (ClipsName, Result.ClipCount)];

    /// <summary>Writes the document.</summary>
    /// <param name="path">File to create or replace.</param>
    public void Write(string path)
    {
        using var stream = File.Create(path);
        using (var json = new Utf8JsonWriter(stream, Layout))
        {
            WriteContent(json);
        }

        stream.WriteByte((byte)'\n');
    }

    private void WriteContent(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, value) in Numbers())
        {
            json.WriteNumber(name, value);
        }

        var unit = YamlName.Of(Result.IntervalUnit);
        json.WriteString("interval", $"95 % percentile bootstrap, {BootstrapUnits.Resamples} resamples by {unit}");
        json.WriteString("interval_unit", unit);
        if (Leaks is not null)
        {
            WriteSection(json, "acknowledged_leaks", Leaks);
            WriteSection(json, "unknown_leaks", UnknownLeaks ?? []);
            json.WriteString("leakage", Leakage);
        }

        if (Transductive is not null)
        {
            json.WriteString("transductive", Transductive);
        }

        switch (Result)
        {
            case ClassificationResult classification:
                WriteBreakdown(json, classification);
                break;
            case RegressionResult regression:
                WriteBreakdown(json, regression);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteBreakdown(Utf8JsonWriter json, ClassificationResult result)
    {
        WriteSection(json, "classes", result.Classes);
        WriteSection(json, "confusion", result.Confusion.ToRows());
        WriteSection(json, "folds", result.Folds);
        WriteSection(json, "speakers", result.Speakers);
        WriteSection(json, "texts", result.Texts);
        if (result.Calibration is { } calibration)
        {
            WriteSection(json, "calibration", calibration.Bins);
        }

        if (result.Groups.Count > 0)
        {
            WriteSection(json, GroupsName, result.Groups);
        }

        if (result.Numbers is { } numbers)
        {
            json.WriteStartObject(NumbersName);
            WriteBreakdown(json, numbers);
            json.WriteEndObject();
        }

        if (result.Answered is { } answered)
        {
            WriteSection(json, AnsweredName, answered);
        }

        if (result.Confidence is { } confidence)
        {
            WriteSection(json, ConfidenceName, confidence);
        }
    }

    private static void WriteBreakdown(Utf8JsonWriter json, RegressionResult result)
    {
        WriteSection(json, TargetsName, result.Targets);
        WriteSection(json, "undefined", result.Undefined);
        WriteSection(json, "folds", result.Folds);
        WriteSection(json, "speakers", result.Speakers);
        WriteSection(json, "texts", result.Texts);
        if (result.Groups.Count > 0)
        {
            WriteSection(json, GroupsName, result.Groups);
        }
    }

    private static void WriteSection<T>(Utf8JsonWriter json, string name, T value)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value, Json);
    }

    private static MetricsDocument ReadContent(JsonElement root)
    {
        var numbers = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject().Where(
            static property => property.Value.ValueKind == JsonValueKind.Number && property.Name != ClipsName))
        {
            numbers[property.Name] = property.Value.GetDouble();
        }

        var areNumbers = root.TryGetProperty(TargetsName, out _);
        EvaluationResult result = areNumbers ? ReadRegression(root, root, numbers) : ReadClassification(root, numbers);
        return new MetricsDocument(result)
        {
            Leaks = root.TryGetProperty("acknowledged_leaks", out _) ? ReadSection<List<Leak>>(root, "acknowledged_leaks") : null,
            UnknownLeaks = root.TryGetProperty("unknown_leaks", out _) ? ReadSection<List<Leak>>(root, "unknown_leaks") : null,
            Leakage = root.TryGetProperty("leakage", out var leakage) ? leakage.GetString() : null,
            Transductive = root.TryGetProperty("transductive", out var note) ? note.GetString() : null,
        };
    }

    private static ClassificationResult ReadClassification(JsonElement root, OrderedDictionary<string, double> numbers)
    {
        var metrics = EvaluationResult.ParseScalars(Select(numbers, static name => !IsOfNumbers(name)), "uar");
        var classes = ReadSection<List<ClassScore>>(root, "classes");
        return new ClassificationResult
        {
            Confusion = ConfusionMatrix.FromRows(
                [.. classes.Select(static score => score.Label)], ReadSection<long[][]>(root, "confusion")),
            Classes = classes,
            Metrics = metrics,
            IntervalUnit = ReadSection<BootstrapUnit>(root, "interval_unit"),
            Calibration = root.TryGetProperty("calibration", out _) ? ReadCalibration(root, metrics) : null,
            Confidence = root.TryGetProperty(ConfidenceName, out _) ? ReadSection<ConfidenceScore>(root, ConfidenceName) : null,
            Folds = ReadSection<List<GroupScore>>(root, "folds"),
            Speakers = ReadSection<List<GroupScore>>(root, "speakers"),
            Texts = ReadSection<List<GroupScore>>(root, "texts"),
            Groups = ReadGroups(root),
            Answered = root.TryGetProperty(AnsweredName, out _) ? ReadSection<AnsweredScore>(root, AnsweredName) : null,
            Numbers = root.TryGetProperty(NumbersName, out var section)
                ? ReadRegression(root, section, Select(numbers, IsOfNumbers))
                : null,
        };
    }

    // Classes and numbers of one network have their single values side by side.
    private static bool IsOfNumbers(string scalar) => Metric.All.OfType<RegressionMetric>().Any(metric =>
        scalar == EvaluationResult.Prefix + metric.Name
        || scalar.StartsWith($"{EvaluationResult.Prefix}{metric.Name}_", StringComparison.Ordinal));

    private static OrderedDictionary<string, double> Select(OrderedDictionary<string, double> numbers, Func<string, bool> isChosen) =>
        new(numbers.Where(number => isChosen(number.Key)), StringComparer.Ordinal);

    private static RegressionResult ReadRegression(JsonElement root, JsonElement section, OrderedDictionary<string, double> numbers) => new()
    {
        Targets = ReadSection<List<TargetScore>>(section, TargetsName),
        Clips = ReadSection<long>(root, ClipsName),
        Metrics = EvaluationResult.ParseScalars(numbers, "ccc"),
        Undefined = ReadSection<List<string>>(section, "undefined"),
        IntervalUnit = ReadSection<BootstrapUnit>(root, "interval_unit"),
        Folds = ReadSection<List<RegressionGroupScore>>(section, "folds"),
        Speakers = ReadSection<List<RegressionGroupScore>>(section, "speakers"),
        Texts = ReadSection<List<RegressionGroupScore>>(section, "texts"),
        Groups = ReadGroups(section),
    };

    private static List<GroupBreakdown> ReadGroups(JsonElement section) =>
        section.TryGetProperty(GroupsName, out _) ? ReadSection<List<GroupBreakdown>>(section, GroupsName) : [];

    private static Calibration ReadCalibration(JsonElement root, IReadOnlyList<MetricResult> metrics)
    {
        var error = metrics.FirstOrDefault(static metric => metric.Name == ExpectedCalibrationError.MetricName)
            ?? throw new JsonException($"test_{ExpectedCalibrationError.MetricName} is missing");
        return new Calibration(error.Value, ReadSection<List<ReliabilityBin>>(root, "calibration"));
    }

    private static T ReadSection<T>(JsonElement root, string name) => root.TryGetProperty(name, out var section)
        ? section.Deserialize<T>(Json) ?? throw new JsonException($"{name} is null")
        : throw new JsonException($"{name} is missing");
}
