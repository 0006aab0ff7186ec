package tori.model;

/** The part of an event that depends on what kind of thing happened. */
public sealed interface EventData
        permits CatalogData, StoreAccess, Blindness, IncidentReport, Notice {}
