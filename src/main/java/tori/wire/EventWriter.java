package tori.wire;

import com.fasterxml.jackson.core.JsonGenerator;

import org.jspecify.annotations.Nullable;

import tori.model.Before;
import tori.model.Blindness;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.IncidentReport;
import tori.model.Notice;
import tori.model.Product;
import tori.model.StoreAccess;
import tori.model.Variant;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Writes one event as CloudEvents JSON; used by one thread and thrown away. */
final class EventWriter {

    private final JsonGenerator json;

    EventWriter(JsonGenerator json) {
        this.json = json;
    }

    void write(Event event) throws IOException {
        json.writeStartObject();
        json.writeStringField("specversion", "1.0");
        json.writeStringField("id", event.id().toString());
        text("source", event.source().source());
        json.writeStringField("type", event.type().wireName());
        text("subject", event.subject());
        json.writeStringField("time", event.time().toString());
        json.writeStringField("datacontenttype", "application/json");
        json.writeObjectFieldStart("data");
        text("site", event.source().site());
        text("monitor", event.source().monitor());
        text("entity", event.entity());
        json.writeNumberField("sequence", event.sequence());
        switch (event.data()) {
            case CatalogData catalog -> catalog(catalog);
            case StoreAccess access -> access(access);
            case Blindness blindness -> blindness(blindness);
            case IncidentReport incident -> incident(incident);
            case Notice notice -> {
                text("text", notice.text());
                text("key", notice.key());
                text("title", notice.title());
                if (notice.alarm()) {
                    json.writeBooleanField("alarm", true);
                }
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void catalog(CatalogData data) throws IOException {
        product(data.product());
        if (data.variant() != null) {
            json.writeFieldName("variant");
            variant(data.variant());
        }
        if (!data.variants().isEmpty()) {
            variants(data.variants());
        }
        if (data.before() != null) {
            before(data.before());
        }
        text("label", data.label());
    }

    private void access(StoreAccess access) throws IOException {
        json.writeObjectFieldStart("store");
        text("url", access.url());
        json.writeBooleanField("locked", access.locked());
        json.writeEndObject();
        json.writeObjectFieldStart("before");
        json.writeBooleanField("locked", !access.locked());
        if (access.since() != null) {
            json.writeStringField("since", access.since().toString());
        }
        json.writeEndObject();
    }

    private void blindness(Blindness blindness) throws IOException {
        json.writeObjectFieldStart("blind");
        text("cause", blindness.cause());
        text("detail", blindness.detail());
        json.writeStringField("since", blindness.since().toString());
        json.writeNumberField("polls", blindness.polls());
        if (blindness.lastGood() != null) {
            json.writeStringField("last_good", blindness.lastGood().toString());
        }
        if (blindness.lasted() != null) {
            json.writeNumberField(
                    "duration_seconds", BigDecimal.valueOf(blindness.lasted().toMillis(), 3));
        }
        json.writeEndObject();
    }

    private void incident(IncidentReport incident) throws IOException {
        json.writeObjectFieldStart("incident");
        json.writeStringField("id", incident.id().toString());
        text("cause", incident.cause());
        text("detail", incident.detail());
        json.writeStringField("since", incident.since().toString());
        json.writeStringField("opened_at", incident.openedAt().toString());
        if (incident.duration() != null) {
            json.writeNumberField(
                    "duration", BigDecimal.valueOf(incident.duration().toMillis(), 3));
        }
        json.writeNumberField("reminders", incident.reminders());
        if (incident.unwatched()) {
            json.writeBooleanField("unwatched", true);
        }
        json.writeEndObject();
    }

    /** The members of a product that stands by itself. */
    void listing(Product product, List<Variant> variants) throws IOException {
        members(product);
        variants(variants);
    }

    private void variants(List<Variant> variants) throws IOException {
        json.writeArrayFieldStart("variants");
        for (Variant variant : variants) {
            variant(variant);
        }
        json.writeEndArray();
    }

    private void product(Product product) throws IOException {
        json.writeObjectFieldStart("product");
        members(product);
        json.writeEndObject();
    }

    private void members(Product product) throws IOException {
        json.writeNumberField("id", product.id());
        text("title", product.title());
        text("handle", product.handle());
        text("url", product.url());
        text("vendor", product.vendor());
        text("type", product.type());
        text("image", product.image());
    }

    private void variant(Variant variant) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", variant.id());
        text("title", variant.title());
        json.writeObjectFieldStart("options");
        for (Map.Entry<String, String> option : variant.options().entrySet()) {
            text(WellFormed.text(option.getKey()), option.getValue());
        }
        json.writeEndObject();
        text("price", variant.price());
        text("currency", variant.currency());
        flag("available", variant.available());
        text("cart_url", variant.cartUrl());
        json.writeEndObject();
    }

    private void before(Before before) throws IOException {
        json.writeObjectFieldStart("before");
        flag("available", before.available());
        text("price", before.price());
        if (before.since() != null) {
            json.writeStringField("since", before.since().toString());
        }
        json.writeEndObject();
    }

    private void text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, WellFormed.text(value));
        }
    }

    private void flag(String name, @Nullable Boolean value) throws IOException {
        if (value != null) {
            json.writeBooleanField(name, value);
        }
    }
}
